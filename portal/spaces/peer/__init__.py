"""`/my/…`: the person's own things."""

from portal.kernel.i18n import N_
from portal.spaces.peer.applications.routes import blueprint as applications
from portal.spaces.peer.cv.routes import blueprint as cv
from portal.spaces.peer.grid.routes import blueprint as grid
from portal.spaces.peer.groups.blueprint import blueprint as groups
from portal.spaces.peer.home.routes import blueprint as home
from portal.spaces.peer.interviews.blueprint import blueprint as interviews
from portal.spaces.peer.knowledge.routes import blueprint as knowledge
from portal.spaces.peer.nearby.routes import blueprint as nearby
from portal.spaces.peer.path.routes import blueprint as path
from portal.spaces.peer.proofs.routes import blueprint as proofs
from portal.spaces.peer.record.routes import blueprint as record
from portal.spaces.peer.shares.routes import blueprint as shares
from portal.spaces.peer.trained.routes import blueprint as trained
from portal.spaces.peer.trainings.routes import blueprint as trainings
from portal.spaces.peer.uploads.routes import blueprint as uploads
from portal.spaces.peer.versions.routes import blueprint as versions
from portal.spaces.peer.welcome.routes import blueprint as welcome
from portal.web.space import SIGNED_IN, make_space

space = make_space(
    "peer",
    __name__,
    door=SIGNED_IN,
    prefix="/my",
    nav=(
        (N_("Mon espace"), "peer.home.show_home"),
        (N_("Mes compétences"), "peer.record.show_record"),
        (N_("Mes entretiens"), "peer.interviews.list_interviews"),
        (N_("Mon accueil"), "peer.welcome.list_welcomes"),
        (N_("Mes candidatures"), "peer.applications.list_applications"),
        (N_("Mes formations"), "peer.trainings.list_registrations"),
        (N_("Groupes"), "peer.groups.list_groups"),
        (N_("Près de moi"), "peer.nearby.list_people"),
        (N_("Outils"), "public.tools.list_tools"),
    ),
    under=dict.fromkeys(
        ("grid", "knowledge", "path", "versions", "cv", "proofs", "shares"),
        "peer.record.show_record",
    )
    | {"trained": "peer.trainings.list_registrations"},
)
space.register_blueprint(home)
space.register_blueprint(record)
space.register_blueprint(grid)
space.register_blueprint(knowledge)
space.register_blueprint(path)
space.register_blueprint(versions)
space.register_blueprint(cv)
space.register_blueprint(proofs)
space.register_blueprint(shares)
space.register_blueprint(interviews)
space.register_blueprint(welcome)
space.register_blueprint(applications)
space.register_blueprint(trainings)
space.register_blueprint(groups)
space.register_blueprint(trained)
space.register_blueprint(nearby)
space.register_blueprint(uploads)
