"""Something read aloud, as the spaces receive it: a line of a framework, a section of a text."""

from typing import BinaryIO, cast

from flask import request
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField

from portal.files.errors import FileRefused
from portal.kernel.errors import DomainError, Invalid
from portal.kernel.i18n import LOCALES, N_, _
from portal.web.fields import line
from portal.web.forms import Form, choices


class ReadAloudForm(Form):
    """A recording, of whatever it reads."""

    recording = FileField(N_("L’enregistrement"))

    def received(self) -> tuple[str, BinaryIO]:
        """The name of the file and its bytes. Raises Invalid."""
        given = request.files.get(self.recording.name)
        if not self.validate() or given is None or not given.filename:
            raise Invalid({"recording": _("Choisissez un enregistrement.")})
        return given.filename, cast(BinaryIO, given.stream)

    def object_to(self, refusal: DomainError) -> None:
        """What is wrong with the file is said beside it."""
        if isinstance(refusal, FileRefused):
            refusal = Invalid({"recording": refusal.message})
        super().object_to(refusal)


class ReadingForm(ReadAloudForm):
    """A line of a framework, in a language one chooses."""

    language = SelectField(
        N_("La langue"), choices=choices(*((one.tag, one.name) for one in LOCALES.values()))
    )


class SectionReadingForm(ReadAloudForm):
    """A section of a text, and whose voice it is."""

    read_by = line(N_("Qui lit ?"), most=120, hint=N_("Un prénom ou une fonction, montré à côté."))
    is_synthetic = BooleanField(N_("C’est une voix de synthèse"))
