"""Fields of the teams."""

from collections.abc import Iterable

from wtforms import SelectField, StringField

from portal.kernel.i18n import N_, _
from portal.organisations.queries.members import Member
from portal.web.forms import Form, at_most, choices, needed, strip


class TeamForm(Form):
    name = StringField(
        N_("Nom de l’équipe"),
        description=N_("Par exemple : l’équipe de jour, la maraude."),
        validators=[needed(N_("Écrivez le nom de l’équipe.")), at_most(120)],
        filters=[strip],
    )


class MemberForm(Form):
    person = SelectField(N_("Ajouter une personne"))

    def offer(self, members: Iterable[Member]) -> "MemberForm":
        """Those who may be added: colleagues of the structure."""
        self.person.choices = choices(
            *((one.person_id, one.name or _("Nom non indiqué")) for one in members)
        )
        return self
