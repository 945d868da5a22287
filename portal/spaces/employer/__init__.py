"""A structure writes and publishes offers, listens to candidates and answers them."""

from portal.kernel.i18n import N_
from portal.organisations.enums import OrganisationKind
from portal.spaces.employer.establishments.routes import blueprint as establishments
from portal.spaces.employer.offers.blueprint import blueprint as offers
from portal.spaces.employer.settings.routes import blueprint as settings
from portal.spaces.employer.team.routes import blueprint as team
from portal.web.space import MEMBER, make_space

space = make_space(
    "employer",
    __name__,
    door=MEMBER,
    kind=OrganisationKind.STRUCTURE,
    prefix="/employer/<organisation>",
    nav=(
        (N_("Accueil"), "employer.home.show_home"),
        (N_("Offres"), "employer.offers.list_offers"),
        (N_("Candidatures"), "employer.applications.list_applications"),
        (N_("Rappels"), "employer.callbacks.list_callbacks"),
        (N_("Équipe"), "employer.team.show_team"),
        (N_("Structure"), "employer.settings.show_card"),
    ),
)
space.register_blueprint(team)
space.register_blueprint(settings)
space.register_blueprint(establishments)
space.register_blueprint(offers)
