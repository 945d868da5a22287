"""Forms: Flask-WTF with masked CSRF tokens, our own messages, and errors from the domain."""

import base64
import binascii
import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4, uuid5

from flask import g
from flask_wtf import CSRFProtect, FlaskForm
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from wtforms import DateField as BareDateField
from wtforms import Field, HiddenField
from wtforms import Form as BareForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the stubs are older
from wtforms.form import BaseForm
from wtforms.validators import (
    InputRequired,
    Length,
    Optional,
    StopValidation,
    ValidationError,
)

from portal.kernel.errors import DomainError, Invalid
from portal.kernel.i18n import N_, gettext_


class MaskedCSRF(CSRFProtect):
    """Each page carries the token under a fresh mask, so that compressing a page which also shows
    what somebody typed tells nothing about it (BREACH).
    """

    def _get_csrf_token(self) -> str | None:
        token: str | None = super()._get_csrf_token()
        return unmask(token) if token else token


csrf = MaskedCSRF()


def csrf_token() -> str:
    """The token of this session, masked."""
    raw = generate_csrf().encode()
    mask = secrets.token_bytes(len(raw))
    mixed = bytes(a ^ b for a, b in zip(raw, mask, strict=True))
    return base64.urlsafe_b64encode(mask + mixed).decode()


def csrf_field() -> Markup:
    """The hidden field of every form that posts."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(csrf_token())


def unmask(text: str) -> str:
    """The token under its mask; an empty string if somebody made it up."""
    try:
        data = base64.urlsafe_b64decode(text)
    except (ValueError, binascii.Error):
        return ""
    half = len(data) // 2
    return bytes(a ^ b for a, b in zip(data[:half], data[half:], strict=False)).decode(
        "ascii", "replace"
    )


# What WTForms says by itself, in English, and what our catalogues know it as.
TOO_LONG = N_("C’est trop long. Raccourcissez ce texte.")
_NO_DAY = "Not a valid date value."
_MESSAGES = {
    "Not a valid integer value.": N_("Écrivez un nombre entier, en chiffres."),
    "Not a valid decimal value.": N_("Écrivez un nombre, en chiffres."),
    "Not a valid float value.": N_("Écrivez un nombre, en chiffres."),
    _NO_DAY: N_("Écrivez une date, par exemple 12/03/2027."),
    "Not a valid choice.": N_("Choisissez une des réponses proposées."),
    "This field is required.": N_("Remplissez cette case pour continuer."),
    "Invalid input.": N_("Cette réponse n’est pas comprise. Essayez autrement."),
    "Invalid Choice: could not coerce.": N_("Choisissez une des réponses proposées."),
}


_EARLIEST, _LATEST = 1900, 2200


class _Translations:
    def gettext(self, message: str) -> str:
        known = _MESSAGES.get(message)
        return str(known) if known is not None else gettext_(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.gettext(singular if n == 1 else plural)


class Form(FlaskForm):
    """The base of every form. CSRF is checked for all POSTs at once, before any view."""

    class Meta(FlaskForm.Meta):
        csrf = False

        def get_translations(self, form: object) -> _Translations:
            return _Translations()

    def take(self, refusal: Invalid) -> None:
        """Put the domain's objections beside the fields they are about."""
        for name, message in refusal.fields.items():
            text = (
                gettext_(message, **dict(refusal.values)) if refusal.values else gettext_(message)
            )
            field = self._fields.get(name)
            if field is None:
                self.form_errors.append(text)
            else:
                field.errors = [*field.errors, text]

    def object_to(self, refusal: DomainError) -> None:
        """The domain refuses: beside the fields it names, else on top of the page."""
        if isinstance(refusal, Invalid) and refusal.fields:
            self.take(refusal)
        else:
            self.form_errors.append(gettext_(refusal.message, **dict(refusal.values)))

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(id of the field, message) for the summary on top of the page."""
        found = [("", str(message)) for message in self.form_errors]
        for field in self:
            found += [(field.id, str(error)) for error in flat(field.errors)]
        return found


class Row(BareForm):
    """One of several lines of a form."""

    class Meta(BareForm.Meta):
        def get_translations(self, form: object) -> _Translations:
            return _Translations()


class DateField(BareDateField):
    """A day somebody may mean. Periods are counted from it: it is not at the end of time."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is not None and not _EARLIEST <= self.data.year <= _LATEST:
            self.data = None
            raise ValueError(self.gettext(_NO_DAY))


def flat(errors: object) -> list[str]:
    """The sentences of what is wrong, those of rows within rows too."""
    if isinstance(errors, str):
        return [errors]
    if isinstance(errors, Mapping):
        return [text for value in errors.values() for text in flat(value)]
    if isinstance(errors, (list, tuple)):
        return [text for value in errors for text in flat(value)]
    return [str(errors)] if errors else []


def choices(*pairs: tuple[object, str]) -> list[Any]:
    """The choices of a radio or select field: (value, label) each, the label through `N_`."""
    return [SelectChoice(str(value), label) for value, label in pairs]


class _Needed(InputRequired):
    """Filled with something: spaces alone say nothing."""

    def __call__(self, form: BaseForm, field: Field) -> None:
        super().__call__(form, field)
        if isinstance(field.data, str) and not field.data.strip():
            field.errors = []
            raise StopValidation(str(self.message))


def needed(message: str) -> InputRequired:
    """A field that must be filled; the message says what to write. Pass it through `N_`."""
    return _Needed(message=message)


def at_most(characters: int) -> Length:
    """A limit, told in the person's language."""
    return Length(max=characters, message=TOO_LONG)


def optional() -> Optional:
    return Optional(strip_whitespace=True)


def strip(value: str | None) -> str:
    """Field filter: no spaces around, one kind of line end."""
    return (value or "").replace("\r\n", "\n").strip()


def future_id(owner_id: UUID, given: UUID) -> UUID:
    """The id of something to come, which a page names so that it is made once, however often it is
    sent. It is its owner's: the id of another's leads nowhere and tells nothing.
    """
    return uuid5(owner_id, str(given))


def given_id(text: str | None) -> UUID:
    """What a page calls what it makes; a new name where it gave none."""
    try:
        return UUID(text or "")
    except ValueError:
        return uuid4()


class OnceForm(Form):
    """A form whose page names what it makes: pressed twice, it is made once."""

    once = HiddenField(filters=[strip])

    @property
    def given(self) -> UUID:
        return given_id(self.once.data)


def refuse(message: str) -> ValidationError:
    return ValidationError(message)


def context() -> dict[str, Any]:
    return {
        "csrf_field": csrf_field,
        "csrf_token": csrf_token,
        "form_problems": g.get("problems"),
    }


__all__ = [
    "DateField",
    "Field",
    "Form",
    "OnceForm",
    "at_most",
    "choices",
    "context",
    "csrf",
    "csrf_field",
    "csrf_token",
    "future_id",
    "given_id",
    "needed",
    "optional",
    "refuse",
    "strip",
]
