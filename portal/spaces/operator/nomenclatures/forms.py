"""Fields of a line of a nomenclature."""

from datetime import date

from wtforms import StringField, TextAreaField

from portal.kernel.i18n import N_
from portal.organisations.actions.nomenclatures import Line
from portal.web.forms import DateField, Form, at_most, needed, optional, strip


class LineForm(Form):
    label = TextAreaField(
        N_("Le libellé, en français"),
        validators=[needed(N_("Écrivez le libellé.")), at_most(1000)],
        filters=[strip],
    )
    source = TextAreaField(
        N_("La source"),
        description=N_("Le texte de loi ou l’institution, avec sa date."),
        validators=[needed(N_("Dites d’où cela vient.")), at_most(1000)],
        filters=[strip],
    )
    valid_from = DateField(N_("Valable à partir du"), validators=[needed(N_("Écrivez une date."))])
    valid_to = DateField(
        N_("Valable jusqu’au"),
        description=N_("Laissez vide tant que la ligne est en vigueur."),
        validators=[optional()],
    )
    checked_on = DateField(N_("Vérifié le"), validators=[optional()])
    rule = TextAreaField(
        N_("Données de la règle (JSON)"),
        description=N_("Des montants ou des durées que le portail applique. {} s’il n’y en a pas."),
        validators=[at_most(4000)],
        filters=[strip],
    )

    address = StringField(
        N_("L’adresse (https)"),
        description=N_("Le site où on le trouve. Laissez vide s’il n’y en a pas."),
        validators=[at_most(500)],
        filters=[strip],
    )

    def line(self, *, has_address: bool = False) -> Line:
        """What was said; `has_address`: it was asked for, and not the data of a rule."""
        return Line(
            label=self.label.data or "",
            source=self.source.data or "",
            valid_from=self.valid_from.data or date.max,
            valid_to=self.valid_to.data,
            checked_on=self.checked_on.data,
            data=self.rule.data or "{}",
            address=(self.address.data or "") if has_address else None,
        )


class NewLineForm(LineForm):
    code = StringField(
        N_("Le code"),
        description=N_("Celui d’une ligne connue, pour une nouvelle période, ou un nouveau."),
        validators=[needed(N_("Écrivez le code.")), at_most(60)],
        filters=[strip],
    )
