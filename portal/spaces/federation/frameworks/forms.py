"""Fields of a framework: its title, its headings, its lines in French and in other languages."""

from wtforms import BooleanField, SelectField, StringField, TextAreaField, ValidationError

from portal.kernel.i18n import LOCALES, N_, _
from portal.web.forms import DateField, Form, at_most, choices, needed, optional, strip


class FrameworkForm(Form):
    title = StringField(
        N_("Le nom de la grille"),
        validators=[needed(N_("Donnez un nom.")), at_most(200)],
        filters=[strip],
    )
    source = StringField(
        N_("D’où viennent ces mots ?"),
        description=N_("Par exemple : groupe de travail de la fédération, 2026."),
        validators=[at_most(300)],
        filters=[strip],
    )
    source_date = DateField(
        N_("De quand sont ces mots ?"),
        description=N_("Si vous ne savez que l’année, mettez le 1er janvier : on lira l’année."),
        validators=[optional()],
    )


class HeadingForm(Form):
    label = StringField(
        N_("Le nom du groupe"),
        description=N_("Un titre pour plusieurs lignes. Par exemple : le travail en réseau."),
        validators=[needed(N_("Donnez un nom.")), at_most(300)],
        filters=[strip],
    )
    plain = TextAreaField(
        N_("La même chose, en mots de tous les jours"),
        description=N_("C’est ce que les personnes lisent en premier."),
        validators=[at_most(1000)],
        filters=[strip],
    )


class LineForm(Form):
    label = TextAreaField(
        N_("L’action, en mots précis"),
        description=N_("Un verbe d’abord. Par exemple : aller avec la personne à un rendez-vous."),
        validators=[needed(N_("Écrivez l’action.")), at_most(400)],
        filters=[strip],
    )
    plain = TextAreaField(
        N_("La même chose, en mots de tous les jours"),
        description=N_("C’est ce que les personnes lisent en premier."),
        validators=[at_most(1000)],
        filters=[strip],
    )
    example = TextAreaField(
        N_("Un exemple"),
        description=N_("Sans parler de personnes accompagnées."),
        validators=[at_most(1000)],
        filters=[strip],
    )


class NewLineForm(LineForm):
    heading = SelectField(N_("Dans quel groupe ?"), choices=[])


class TranslationForm(Form):
    language = SelectField(
        N_("La langue"),
        choices=choices(*((one.tag, one.name) for one in LOCALES.values() if one.tag != "fr")),
    )
    plain = TextAreaField(
        N_("En mots de tous les jours"),
        description=N_("Une case vide ne change rien."),
        validators=[at_most(1000)],
        filters=[strip],
    )
    example = TextAreaField(N_("Un exemple"), validators=[at_most(1000)], filters=[strip])
    take_back = BooleanField(N_("Retirer ce qui est écrit dans cette langue"))

    def validate_plain(self, field: TextAreaField) -> None:
        if not (field.data or self.example.data or self.take_back.data):
            raise ValidationError(_("Écrivez la traduction."))
