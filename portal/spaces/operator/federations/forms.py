"""Fields of federations."""

from collections.abc import Sequence

from wtforms import SelectField, StringField, TextAreaField

from portal.kernel.i18n import N_, _
from portal.kernel.nomenclatures import Entry
from portal.web.forms import Form, at_most, choices, needed, strip


class FederationForm(Form):
    name = StringField(
        N_("Le nom de la fédération"),
        validators=[needed(N_("Écrivez le nom de la fédération.")), at_most(160)],
        filters=[strip],
    )
    region = SelectField(N_("Sa région"))
    address = StringField(
        N_("L’e-mail ou le téléphone de la première personne qui l’administre"),
        description=N_("Elle reçoit une invitation, puis invite ses collègues."),
        validators=[needed(N_("Écrivez où envoyer l’invitation.")), at_most(320)],
        filters=[strip],
    )

    def offer(self, regions: Sequence[Entry]) -> "FederationForm":
        self.region.choices = choices(
            ("", _("Choisissez dans la liste")), *((entry.code, entry.label) for entry in regions)
        )
        return self


class AdministratorForm(Form):
    address = StringField(
        N_("Son adresse e-mail ou son téléphone mobile"),
        validators=[needed(N_("Écrivez où envoyer l’invitation.")), at_most(320)],
        filters=[strip],
    )


class ReasonForm(Form):
    reason = TextAreaField(
        N_("La raison"),
        description=N_("La fédération la lira telle quelle."),
        validators=[needed(N_("Écrivez la raison en une phrase.")), at_most(1000)],
        filters=[strip],
    )
