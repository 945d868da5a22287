"""Kinds of fields a sheet written in steps is made of."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import (
    DecimalField,
    FieldList,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.form import BaseForm
from wtforms.validators import Optional
from wtforms.widgets import TextInput

from portal.kernel.i18n import N_
from portal.web.forms import TOO_LONG, at_most, choices, refuse, strip

# As much as one field of a text, or a line of a file, may say.
_LONGEST_LINE = 4000


class AmountField(DecimalField):
    """A number as people write it: « 1 823,50 ». In a number input, browsers empty a comma."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        text = "".join(valuelist[0].split()).replace("€", "").replace(",", ".") if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            self.data = Decimal(text)
        except InvalidOperation as error:
            raise ValueError(str(N_("Écrivez un nombre, en chiffres."))) from error

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data.normalize():f}".replace(".", ",")


class LinesField(TextAreaField):
    """One thing a line: a list of texts, each short enough to be read."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        lines = (valuelist[0] if valuelist else "").replace("\x00", "").splitlines()
        self.data = [line.strip(" \t-–•") for line in lines if line.strip(" \t-–•")]

    def pre_validate(self, form: BaseForm) -> None:
        if any(len(line) > _LONGEST_LINE for line in self.data or ()):
            raise refuse(str(TOO_LONG))

    def _value(self) -> str:
        return "\n".join(self.data or ())


class OneOf(RadioField):
    """One answer among a few, or none yet."""

    def __init__(self, label: Any, validators: Iterable[Any] = (), **options: Any) -> None:
        super().__init__(label, [*validators, Optional()], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist and valuelist[0] else None


class Coded(SelectField):
    """A code of a nomenclature; its choices are given when the page opens."""

    def __init__(self, label: Any, validators: Iterable[Any] = (), **options: Any) -> None:
        super().__init__(label, [*validators, Optional()], choices=choices(("", "")), **options)

    def offer_choices(self, pairs: Iterable[tuple[str, str]], empty: str) -> None:
        self.choices = choices(("", empty), *pairs)


def line(label: Any, *validators: Any, most: int = 160, hint: Any = "") -> StringField:
    """One line of text."""
    return StringField(label, [*validators, at_most(most)], filters=[strip], description=hint)


def text(label: Any, *validators: Any, most: int = 4000, hint: Any = "") -> TextAreaField:
    """Several lines."""
    return TextAreaField(label, [*validators, at_most(most)], filters=[strip], description=hint)


def rows_of(field: "FieldList[Any]") -> list[dict[str, Any]]:
    """The rows somebody filled in; the empty ones are only room to write."""
    found = []
    for entry in field:
        row = entry.form.fact()
        if row:
            found.append(row)
    return found


def plain(field: Any) -> Any:
    """The value of a field as its column holds it: an unanswered text is empty, not unknown."""
    if isinstance(field, FieldList):
        return rows_of(field)
    if isinstance(field, (StringField, SelectField)) and not isinstance(field, RadioField):
        return field.data or ""
    return field.data
