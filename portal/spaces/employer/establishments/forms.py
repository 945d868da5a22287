"""Fields of a place of work."""

from collections.abc import Sequence

from wtforms import IntegerField, SelectField, StringField, TextAreaField

from portal.kernel.i18n import N_, _
from portal.kernel.nomenclatures import Entry
from portal.web.forms import Form, at_most, choices, needed, optional, strip


class EstablishmentForm(Form):
    name = StringField(
        N_("Le nom du lieu"),
        validators=[needed(N_("Écrivez le nom de ce lieu.")), at_most(160)],
        filters=[strip],
    )
    structure_type = SelectField(N_("Le type, s’il diffère de celui de la structure"))
    street = StringField(
        N_("Le numéro et la rue"),
        description=N_("Laissez vide si l’adresse doit rester discrète."),
        validators=[at_most(200)],
        filters=[strip],
    )
    postcode = StringField(N_("Le code postal"), validators=[at_most(5)], filters=[strip])
    city = StringField(N_("La ville"), validators=[at_most(120)], filters=[strip])
    department = SelectField(N_("Le département"))
    opening_year = IntegerField(N_("L’année d’ouverture"), validators=[optional()])
    access = TextAreaField(
        N_("Comment venir"),
        description=N_("Transports, étage, accès en fauteuil, ce qu’il faut savoir en arrivant."),
        validators=[at_most(1000)],
        filters=[strip],
    )

    def offer(self, types: Sequence[Entry], departments: Sequence[Entry]) -> "EstablishmentForm":
        """Fill the lists one chooses from."""
        self.structure_type.choices = choices(
            ("", _("Le même")), *((entry.code, entry.label) for entry in types)
        )
        self.department.choices = choices(
            ("", _("Choisissez dans la liste")),
            *((entry.code, f"{entry.code} – {entry.label}") for entry in departments),
        )
        return self

    def values(self) -> dict[str, str | int | None]:
        return {
            field.name: field.data if field.name == "opening_year" else field.data or ""
            for field in self
        }
