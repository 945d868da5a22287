"""Fields of asking for a structure."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import EmailField, SelectField, StringField, TelField

from portal.kernel.i18n import N_, _
from portal.kernel.nomenclatures import Entry
from portal.organisations.card import Card
from portal.web.forms import Form, at_most, choices, needed, strip


class StructureForm(Form):
    name = StringField(
        N_("Le nom de la structure"),
        description=N_("Celui que les personnes connaissent : « La Halte des Quais »."),
        validators=[needed(N_("Écrivez le nom de la structure.")), at_most(160)],
        filters=[strip],
    )
    managing_body = StringField(
        N_("L’organisme gestionnaire"), validators=[at_most(160)], filters=[strip]
    )
    siret = StringField(
        N_("Le SIRET"),
        description=N_("14 chiffres. La fédération vérifie avec lui que la structure existe."),
        validators=[needed(N_("Écrivez les 14 chiffres du SIRET.")), at_most(40)],
        filters=[strip],
    )
    structure_type = SelectField(N_("Le type de structure"))
    department = SelectField(
        N_("Le département"),
        description=N_("Il dit la région, et quelle fédération validera la structure."),
    )
    city = StringField(N_("La ville"), validators=[at_most(120)], filters=[strip])
    contact_email = EmailField(
        N_("L’adresse e-mail de la structure"), validators=[at_most(320)], filters=[strip]
    )
    contact_phone = TelField(
        N_("Le téléphone de la structure"), validators=[at_most(40)], filters=[strip]
    )
    website = StringField(N_("Le site internet"), validators=[at_most(300)], filters=[strip])
    federation = SelectField(
        N_("La fédération"),
        description=N_("Laissez « celle de ma région » si vous ne savez pas."),
    )

    def offer(
        self,
        types: Sequence[Entry],
        departments: Sequence[Entry],
        federations: Sequence[tuple[UUID, str]],
    ) -> "StructureForm":
        """Fill the lists one chooses from."""
        choose = ("", _("Choisissez dans la liste"))
        self.structure_type.choices = choices(
            choose, *((entry.code, entry.label) for entry in types)
        )
        self.department.choices = choices(
            choose, *((entry.code, f"{entry.code} – {entry.label}") for entry in departments)
        )
        self.federation.choices = choices(("", _("Celle de ma région")), *federations)
        return self

    def card(self) -> Card:
        return Card(
            name=self.name.data or "",
            managing_body=self.managing_body.data or "",
            siret=self.siret.data or "",
            structure_type=self.structure_type.data or "",
            department=self.department.data or "",
            city=self.city.data or "",
            contact_email=self.contact_email.data or "",
            contact_phone=self.contact_phone.data or "",
            website=self.website.data or "",
        )
