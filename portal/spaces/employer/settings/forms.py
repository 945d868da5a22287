"""Fields of the card of a structure."""

from collections.abc import Sequence

from wtforms import EmailField, IntegerField, SelectField, StringField, TelField, TextAreaField

from portal.kernel.i18n import N_, _
from portal.kernel.nomenclatures import Entry
from portal.organisations.card import Card
from portal.web.forms import Form, at_most, choices, needed, strip


class CardForm(Form):
    name = StringField(
        N_("Le nom de la structure"),
        validators=[needed(N_("Écrivez le nom de la structure.")), at_most(160)],
        filters=[strip],
    )
    managing_body = StringField(
        N_("L’organisme gestionnaire"), validators=[at_most(160)], filters=[strip]
    )
    siret = StringField(N_("Le SIRET"), validators=[at_most(40)], filters=[strip])
    structure_type = SelectField(N_("Le type de structure"))
    department = SelectField(N_("Le département"))
    city = StringField(N_("La ville"), validators=[at_most(120)], filters=[strip])
    description = TextAreaField(
        N_("Qui vous êtes, en quelques phrases"),
        description=N_(
            "Les personnes le lisent avec chaque offre. N’écrivez rien sur les"
            " personnes accompagnées."
        ),
        validators=[at_most(3000)],
        filters=[strip],
    )
    website = StringField(N_("Le site internet"), validators=[at_most(300)], filters=[strip])
    contact_email = EmailField(
        N_("L’adresse e-mail de la structure"), validators=[at_most(320)], filters=[strip]
    )
    contact_phone = TelField(
        N_("Le téléphone de la structure"), validators=[at_most(40)], filters=[strip]
    )
    answer_days = IntegerField(
        N_("Vous répondez à chaque candidature en"),
        description=N_("C’est une promesse, écrite sur chaque offre. Une offre peut dire moins."),
        validators=[needed(N_("Écrivez un nombre de jours."))],
    )

    def offer(self, types: Sequence[Entry], departments: Sequence[Entry]) -> "CardForm":
        """Fill the lists one chooses from."""
        choose = ("", _("Choisissez dans la liste"))
        self.structure_type.choices = choices(
            choose, *((entry.code, entry.label) for entry in types)
        )
        self.department.choices = choices(
            choose, *((entry.code, f"{entry.code} – {entry.label}") for entry in departments)
        )
        return self

    def card(self) -> Card:
        return Card(
            name=self.name.data or "",
            managing_body=self.managing_body.data or "",
            siret=self.siret.data or "",
            structure_type=self.structure_type.data or "",
            department=self.department.data or "",
            city=self.city.data or "",
            description=self.description.data or "",
            website=self.website.data or "",
            contact_email=self.contact_email.data or "",
            contact_phone=self.contact_phone.data or "",
            answer_days=self.answer_days.data or 0,
        )
