"""Fields of the screens of an import."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import FileField, HiddenField

from portal.kernel.i18n import N_
from portal.web.fields import Coded
from portal.web.forms import Form, OnceForm, strip


class FileForm(OnceForm):
    """A file to read. `once` names the import to come: pressed twice, it is one."""

    once = HiddenField(filters=[strip])
    file = FileField(N_("Votre fichier"))


class ColumnsForm(Form):
    """One question for each column of the file: see `columns_form`."""

    def mapping(self, many: int) -> list[str]:
        return [self._fields[f"column-{place}"].data or "" for place in range(many)]


def columns_form(
    headers: Sequence[str], chosen: Sequence[str], known: Iterable[tuple[str, str]], empty: str
) -> ColumnsForm:
    """The form that asks which of our columns (key, label) each one of the file is."""
    names = [f"column-{place}" for place in range(len(headers))]
    fields: dict[str, Any] = {
        name: Coded(header) for name, header in zip(names, headers, strict=True)
    }
    kind = type("NamedColumns", (ColumnsForm,), fields)
    form: ColumnsForm = kind(data=dict(zip(names, chosen, strict=True)))
    pairs = list(known)
    for name in names:
        field: Any = form._fields[name]
        field.offer_choices(pairs, empty)
    return form
