"""The host association admits federations and keeps the service running."""

from portal.kernel.i18n import N_
from portal.organisations.enums import OrganisationKind, Role
from portal.spaces.operator.audit.routes import blueprint as audit
from portal.spaces.operator.federations.routes import blueprint as federations
from portal.spaces.operator.glossary.routes import blueprint as glossary
from portal.spaces.operator.guide.routes import blueprint as guide
from portal.spaces.operator.nomenclatures.routes import blueprint as nomenclatures
from portal.spaces.operator.service.routes import blueprint as service
from portal.spaces.operator.team.routes import blueprint as team
from portal.web.space import MEMBER, make_space

space = make_space(
    "operator",
    __name__,
    door=MEMBER,
    kind=OrganisationKind.OPERATOR,
    prefix="/operator",
    nav=(
        (N_("État du service"), "operator.service.show_service"),
        (N_("Fédérations"), "operator.federations.list_federations"),
        (N_("Nomenclatures"), "operator.nomenclatures.list_schemes"),
        (N_("Grilles de compétences"), "operator.guide.list_lines", Role.ADMINISTRATOR),
        (N_("Glossaire"), "operator.glossary.list_terms", Role.ADMINISTRATOR),
        (N_("Journal"), "operator.audit.list_entries"),
        (N_("Équipe"), "operator.team.show_team"),
    ),
)
space.register_blueprint(service)
space.register_blueprint(federations)
space.register_blueprint(nomenclatures)
space.register_blueprint(guide)
space.register_blueprint(audit)
space.register_blueprint(team)
space.register_blueprint(glossary)
