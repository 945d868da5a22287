"""The fields of the pages behind a follow link."""

from wtforms import (
    EmailField,
    FileField,
    MultipleFileField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)

from portal.kernel.i18n import N_
from portal.web.forms import Form, OnceForm, at_most, needed, optional, strip


class CodeForm(Form):
    code = StringField(
        N_("Votre code"),
        filters=[strip],
        validators=[needed(N_("Tapez les lettres et les chiffres de votre code.")), at_most(200)],
    )


class ReplyForm(OnceForm):
    body = TextAreaField(
        N_("Votre message écrit"), filters=[strip], validators=[optional(), at_most(4000)]
    )
    answer = FileField(N_("Enregistrer avec votre téléphone"))
    kept = FileField(N_("Choisir un enregistrement déjà fait"))


class AddForm(Form):
    cv = MultipleFileField(N_("Choisir un fichier ou des photos"))
    photo = MultipleFileField(N_("Prendre une photo"))


class ReachForm(Form):
    phone = TelField(
        N_("Un numéro de téléphone"), filters=[strip], validators=[optional(), at_most(40)]
    )
    email = EmailField(
        N_("Une adresse e-mail"), filters=[strip], validators=[optional(), at_most(320)]
    )
    locale = SelectField(N_("La langue des messages"), validate_choice=False)
