"""A regional federation admits structures, relays offers and others’ trainings to its region."""

from portal.kernel.i18n import N_
from portal.organisations.enums import OrganisationKind, Role
from portal.skills.policy import READERS, WRITERS
from portal.spaces.federation.certificates.routes import blueprint as certificates
from portal.spaces.federation.evaluations.routes import blueprint as evaluations
from portal.spaces.federation.frameworks.routes import blueprint as frameworks
from portal.spaces.federation.glossary.routes import blueprint as glossary
from portal.spaces.federation.groups.routes import blueprint as groups
from portal.spaces.federation.held.routes import blueprint as held
from portal.spaces.federation.home.routes import blueprint as home
from portal.spaces.federation.imports.routes import blueprint as imports
from portal.spaces.federation.offers.routes import blueprint as offers
from portal.spaces.federation.relays.routes import blueprint as relays
from portal.spaces.federation.sessions.blueprint import blueprint as sessions
from portal.spaces.federation.settings.routes import blueprint as settings
from portal.spaces.federation.shares.routes import blueprint as shares
from portal.spaces.federation.structures.routes import blueprint as structures
from portal.spaces.federation.team.routes import blueprint as team
from portal.spaces.federation.trainings.routes import blueprint as trainings
from portal.spaces.federation.translations.routes import blueprint as translations
from portal.spaces.federation.venues.routes import blueprint as venues
from portal.trainings.policy import WRITERS as TRAINING_WRITERS
from portal.web.space import MEMBER, make_space

space = make_space(
    "federation",
    __name__,
    door=MEMBER,
    kind=OrganisationKind.FEDERATION,
    prefix="/federation/<organisation>",
    nav=(
        (N_("Accueil"), "federation.home.show_home"),
        (N_("Structures"), "federation.structures.list_structures"),
        (N_("Offres"), "federation.offers.list_offers"),
        (
            N_("Formations"),
            "federation.trainings.list_trainings",
            *TRAINING_WRITERS,
        ),
        (N_("Sessions"), "federation.sessions.list_sessions"),
        (N_("Traductions"), "federation.translations.list_subjects", Role.TRANSLATOR),
        (N_("Groupes"), "federation.groups.list_groups"),
        (
            N_("Grilles"),
            "federation.frameworks.list_frameworks",
            *WRITERS,
        ),
        (N_("Partages"), "federation.shares.list_shares", *READERS),
        (N_("Équipe"), "federation.team.show_team"),
        (N_("Fédération"), "federation.settings.show_form", Role.ADMINISTRATOR),
    ),
    under={
        **dict.fromkeys(
            ("imports", "relays", "translations", "glossary"),
            "federation.trainings.list_trainings",
        ),
        **dict.fromkeys(
            ("held", "certificates", "evaluations", "venues"),
            "federation.sessions.list_sessions",
        ),
    },
    narrow={
        Role.TRANSLATOR: (
            "federation.translations.list_subjects",
            "federation.translations.*",
            "federation.team.remove_member",
        ),
        Role.MEMBER: (
            "federation.sessions.list_sessions",
            "federation.sessions.*",
            "federation.held.*",
            "federation.team.*",
        ),
    },
)
space.register_blueprint(home)
space.register_blueprint(structures)
space.register_blueprint(offers)
space.register_blueprint(trainings)
space.register_blueprint(imports)
space.register_blueprint(relays)
space.register_blueprint(sessions)
space.register_blueprint(venues)
space.register_blueprint(held)
space.register_blueprint(certificates)
space.register_blueprint(evaluations)
space.register_blueprint(groups)
space.register_blueprint(frameworks)
space.register_blueprint(shares)
space.register_blueprint(team)
space.register_blueprint(settings)
space.register_blueprint(translations)
space.register_blueprint(glossary)
