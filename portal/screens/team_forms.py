"""Fields of the team page."""

from typing import Any

from wtforms import RadioField, StringField

from portal.kernel.i18n import N_
from portal.organisations import policy
from portal.organisations.enums import OrganisationKind
from portal.web.forms import Form, at_most, choices, needed, strip


class InviteForm(Form):
    address = StringField(
        N_("Son adresse e-mail ou son téléphone mobile"),
        validators=[needed(N_("Écrivez où envoyer l’invitation.")), at_most(320)],
        filters=[strip],
    )
    role = RadioField(N_("Son rôle"))

    def offer(self, kind: OrganisationKind) -> "InviteForm":
        self.role.choices = role_choices(kind)
        return self


class RoleForm(Form):
    role = RadioField(N_("Rôle"))

    def offer(self, kind: OrganisationKind) -> "RoleForm":
        self.role.choices = role_choices(kind)
        return self


def role_choices(kind: OrganisationKind) -> list[Any]:
    return choices(*((role, role.label) for role in policy.roles_of(kind)))
