"""The fields of the answering pages."""

from wtforms import (
    EmailField,
    FileField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)

from portal.jobs.enums import CallMoment, TimeWish
from portal.kernel.i18n import N_
from portal.web.forms import Form, at_most, choices, optional, strip

LONGEST = 10_000


class WaysForm(Form):
    ways = SelectMultipleField(N_("Comment voulez-vous répondre ?"), validate_choice=False)


class VoiceForm(Form):
    voice = FileField(N_("Enregistrer avec votre téléphone"))
    kept = FileField(N_("Choisir un enregistrement déjà fait"))


class CallbackForm(Form):
    phone = TelField(
        N_("Votre numéro de téléphone"), filters=[strip], validators=[optional(), at_most(40)]
    )
    moments = SelectMultipleField(
        N_("Les bons moments"),
        choices=choices(*((one, N_(one.label)) for one in CallMoment)),
        coerce=strip,
        validate_choice=False,
    )
    note = StringField(N_("Une précision"), filters=[strip], validators=[optional(), at_most(300)])
    language = SelectField(N_("La langue de l’appel"), validate_choice=False)


class CvForm(Form):
    """`add` is the button pressed: « mine » is the CV of one's own space."""

    cv = MultipleFileField(N_("Choisir un fichier ou des photos"))
    photo = MultipleFileField(N_("Prendre une photo"))
    add = StringField()


class LetterForm(Form):
    text = TextAreaField(
        N_("Votre lettre"), filters=[strip], validators=[optional(), at_most(LONGEST)]
    )
    letter = FileField(N_("Ou choisir un fichier"))


class AnswerForm(Form):
    text = TextAreaField(
        N_("Votre réponse écrite"), filters=[strip], validators=[optional(), at_most(LONGEST)]
    )
    answer = FileField(N_("Enregistrer avec votre téléphone"))
    kept = FileField(N_("Choisir un enregistrement déjà fait"))


class TimeForm(Form):
    wish = RadioField(
        N_("Combien de temps voulez-vous travailler ?"),
        choices=choices(*((one, N_(one.label)) for one in TimeWish)),
        validate_choice=False,
    )
    note = StringField(
        N_("Des jours ou des heures qui vous vont"),
        filters=[strip],
        validators=[optional(), at_most(200)],
    )


class NameForm(Form):
    name = StringField(
        N_("Comment voulez-vous qu’on vous appelle ?"),
        filters=[strip],
        validators=[optional(), at_most(120)],
    )


class ContactForm(Form):
    phone = TelField(
        N_("Un numéro de téléphone"), filters=[strip], validators=[optional(), at_most(40)]
    )
    email = EmailField(
        N_("Ou une adresse e-mail"), filters=[strip], validators=[optional(), at_most(320)]
    )


class AdjustmentForm(Form):
    wish = TextAreaField(
        N_("Y a-t-il quelque chose à prévoir pour un entretien ?"),
        filters=[strip],
        validators=[optional(), at_most(2000)],
    )


class HelpForm(Form):
    helper = StringField(
        N_("Est-ce que quelqu’un vous aide à répondre ?"),
        filters=[strip],
        validators=[optional(), at_most(120)],
    )
