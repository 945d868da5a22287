"""Somebody reads the offer aloud."""

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from portal.kernel.i18n import LOCALES, N_
from portal.web.fields import line
from portal.web.forms import Form, choices


class RecordingForm(Form):
    language = SelectField(
        N_("Dans quelle langue ?"),
        choices=choices(*((locale.tag, locale.name) for locale in LOCALES.values())),
    )
    recording = FileField(
        N_("L’enregistrement"),
        [FileRequired(N_("Choisissez un fichier, ou enregistrez avec le téléphone."))],
    )
    read_by = line(N_("Qui lit ?"), most=120, hint=N_("Un prénom ou une fonction, montré à côté."))
