"""A structure writes and publishes offers, listens to candidates and answers them."""

from portal.jobs.policy.offers import WRITERS
from portal.jobs.policy.screening import SCREENERS
from portal.kernel.i18n import N_
from portal.organisations.enums import OrganisationKind, Role
from portal.skills.policy import READERS
from portal.spaces.employer.applications.routes import blueprint as applications
from portal.spaces.employer.board.routes import blueprint as board
from portal.spaces.employer.callbacks.routes import blueprint as callbacks
from portal.spaces.employer.establishments.routes import blueprint as establishments
from portal.spaces.employer.files.routes import blueprint as files
from portal.spaces.employer.home.routes import blueprint as home
from portal.spaces.employer.interviews.blueprint import blueprint as interviews
from portal.spaces.employer.moves.routes import blueprint as moves
from portal.spaces.employer.offers.blueprint import blueprint as offers
from portal.spaces.employer.settings.routes import blueprint as settings
from portal.spaces.employer.shares.routes import blueprint as shares
from portal.spaces.employer.team.routes import blueprint as team
from portal.spaces.employer.teams.routes import blueprint as teams
from portal.spaces.employer.texts.routes import blueprint as texts
from portal.spaces.employer.trainings.routes import blueprint as trainings
from portal.spaces.employer.translations.routes import blueprint as translations
from portal.spaces.employer.welcome import blueprint as welcome
from portal.web.space import MEMBER, make_space

space = make_space(
    "employer",
    __name__,
    door=MEMBER,
    kind=OrganisationKind.STRUCTURE,
    prefix="/employer/<organisation>",
    nav=(
        (N_("Accueil"), "employer.home.show_home"),
        (N_("Offres"), "employer.offers.list_offers", *WRITERS),
        (N_("Traductions"), "employer.translations.list_subjects", Role.TRANSLATOR),
        (N_("Candidatures"), "employer.applications.list_applications", *SCREENERS),
        (N_("Rappels"), "employer.callbacks.list_callbacks", *SCREENERS),
        (N_("Textes"), "employer.texts.list_texts", *SCREENERS),
        (N_("Entretiens"), "employer.interviews.list_interviews", *READERS),
        (N_("Partages"), "employer.shares.list_shares", *READERS),
        (N_("Accueillir"), "employer.welcome.list_welcomes"),
        (N_("Équipe"), "employer.team.show_team"),
        (N_("Structure"), "employer.settings.show_card"),
    ),
    under={
        "translations": "employer.offers.list_offers",
        **dict.fromkeys(("teams", "board", "trainings"), "employer.team.show_team"),
    },
    narrow={
        Role.TRANSLATOR: (
            "employer.translations.list_subjects",
            "employer.translations.*",
            "employer.team.remove_member",
        )
    },
)
space.register_blueprint(home)
space.register_blueprint(applications)
space.register_blueprint(moves)
space.register_blueprint(files)
space.register_blueprint(callbacks)
space.register_blueprint(texts)
space.register_blueprint(shares)
space.register_blueprint(team)
space.register_blueprint(teams)
space.register_blueprint(board)
space.register_blueprint(welcome)
space.register_blueprint(settings)
space.register_blueprint(establishments)
space.register_blueprint(interviews)
space.register_blueprint(offers)
space.register_blueprint(translations)
space.register_blueprint(trainings)
