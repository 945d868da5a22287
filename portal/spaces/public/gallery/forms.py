"""Fields the examples are drawn with. Nothing is ever sent to them."""

from wtforms import (
    BooleanField,
    DecimalField,
    EmailField,
    FieldList,
    FileField,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms import Form as BareForm

from portal.kernel.i18n import N_
from portal.web.forms import DateField, Form, choices, needed


class RefusedForm(Form):
    """What a person forgot, to see how it is said."""

    email = EmailField(
        N_("Adresse e-mail"), [needed(N_("Écrivez une adresse comme nom@example.org."))]
    )
    time = RadioField(
        N_("Combien voulez-vous travailler ?"),
        [needed(N_("Choisissez une réponse."))],
        choices=choices(("full", N_("Temps plein")), ("part", N_("Temps partiel"))),
    )
    consent = BooleanField(
        N_("J’accepte que mes réponses soient envoyées à cette structure, pour cette offre."),
        [needed(N_("Cochez la case pour pouvoir envoyer."))],
    )


class SampleRow(BareForm):
    """One of several like it."""

    title = StringField(N_("Mission"))

    def fact(self) -> str | None:
        return self.title.data


class SampleForm(Form):
    """One field of each kind."""

    name = StringField(
        N_("Votre nom, ou le nom que vous voulez donner"),
        [needed(N_("Écrivez un nom."))],
    )
    phone = TelField(
        N_("Téléphone"),
        description=N_("La structure vous appellera ou vous enverra un SMS."),
    )
    pay = DecimalField(N_("Salaire, à partir de"))
    city = StringField(N_("Ville"), description=N_("Là où vous habitez, ou près de là."))
    letter = TextAreaField(
        N_("Votre lettre"),
        description=N_("Personne ne vous demande de raconter ce que vous avez vécu."),
    )
    time = RadioField(
        N_("Combien voulez-vous travailler ?"),
        [needed(N_("Choisissez une réponse."))],
        choices=choices(
            ("full", N_("Temps plein")),
            ("part", N_("Temps partiel")),
            ("unknown", N_("Je ne sais pas encore")),
        ),
        default="part",
    )
    mark = RadioField(
        N_("Où en êtes-vous ?"),
        choices=choices(
            ("0", N_("Je ne connais pas encore")),
            ("3", N_("Je fais sans aide")),
            ("5", N_("Je peux le montrer à d’autres")),
            ("unknown", N_("Je ne sais pas")),
        ),
    )
    known = RadioField(
        N_("Avez-vous déjà travaillé avec nous ?"),
        choices=choices(("yes", N_("Oui")), ("no", N_("Non"))),
    )
    languages = SelectMultipleField(
        N_("Langues que vous parlez"),
        description=N_("Plusieurs réponses possibles."),
        choices=choices(
            ("ps", N_("pachto")), ("fa", N_("farsi")), ("ar", N_("arabe")), ("fr", N_("français"))
        ),
        default=["ps"],
    )
    department = SelectField(
        N_("Département"),
        choices=choices(("59", "Nord"), ("62", "Pas-de-Calais"), ("21", "Côte-d’Or")),
    )
    missions = FieldList(FormField(SampleRow), min_entries=2)
    answer_by = DateField(
        N_("Réponse avant le"), description=N_("Les personnes verront cette date.")
    )
    voice = FileField(N_("Message vocal"))
    photo = FileField(N_("CV"))
    consent = BooleanField(
        N_("J’accepte que mes réponses soient envoyées à cette structure, pour cette offre."),
        [needed(N_("Cochez la case pour pouvoir envoyer."))],
    )


def refused_form() -> RefusedForm:
    form = RefusedForm(prefix="refused-")
    form.validate()
    return form
