"""`/my/…`: the person's own things."""

from portal.kernel.i18n import N_
from portal.spaces.peer.applications.routes import blueprint as applications
from portal.spaces.peer.grid.routes import blueprint as grid
from portal.spaces.peer.home.routes import blueprint as home
from portal.spaces.peer.knowledge.routes import blueprint as knowledge
from portal.spaces.peer.path.routes import blueprint as path
from portal.spaces.peer.record.routes import blueprint as record
from portal.spaces.peer.shares.routes import blueprint as shares
from portal.spaces.peer.uploads.routes import blueprint as uploads
from portal.spaces.peer.versions.routes import blueprint as versions
from portal.web.space import SIGNED_IN, make_space

space = make_space(
    "peer",
    __name__,
    door=SIGNED_IN,
    prefix="/my",
    nav=(
        (N_("Mon espace"), "peer.home.show_home"),
        (N_("Mes compétences"), "peer.record.show_record"),
        (N_("Mes candidatures"), "peer.applications.list_applications"),
    ),
)
space.register_blueprint(home)
space.register_blueprint(record)
space.register_blueprint(grid)
space.register_blueprint(knowledge)
space.register_blueprint(path)
space.register_blueprint(versions)
space.register_blueprint(shares)
space.register_blueprint(applications)
space.register_blueprint(uploads)
