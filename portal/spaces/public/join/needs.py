"""What somebody needs so as to come: the form, its choices, and the words for it."""

from collections.abc import Mapping
from typing import Any

from portal.kernel.i18n import N_, _
from portal.spaces.public.apply.reading import language_choices, language_name
from portal.trainings import reading
from portal.trainings.enums import Known, PassportGroup
from portal.trainings.queries.registrations import RegistrationNeed
from portal.web.forms import Form, choices
from portal.web.request import session

# Said by choosing a language.
_INTERPRETER = "interpreter"
# The fields of the form, each a group of lines.
GROUPS = tuple(group.value for group in PassportGroup if group is not PassportGroup.ASKED)


def arrange(form: Form) -> None:
    """The choices of the form: languages, and the lines of the passport that may be arranged."""
    none = [("", N_("Pas besoin d’interprète"))]
    form.language.choices = [*choices(*none), *language_choices()]
    offered = reading.arrangeable(session())
    for name in GROUPS:
        lines = [line for line in offered.get(name, ()) if line[0] != _INTERPRETER]
        form[name].choices = choices(*lines)


def shown(need: RegistrationNeed | None) -> dict[str, Any]:
    """What the fields show."""
    if need is None:
        return {}
    said: dict[str, Any] = {name: list(need.lines) for name in GROUPS}
    return said | {"language": need.language, "words": need.words}


def read(form: Form) -> dict[str, Any]:
    """What `say_needs` takes: what is not offered is left out."""
    lines = {
        code: Known.YES.value
        for name in GROUPS
        for code in form[name].data or ()
        if code in {choice.value for choice in form[name].choices}
    }
    known = {choice.value for choice in form.language.choices}
    language = form.language.data if form.language.data in known else ""
    if language:
        lines[_INTERPRETER] = Known.YES.value
    return {"lines": lines, "language": language or "", "words": form.words.data or ""}


def said_lines(need: RegistrationNeed | None) -> list[str]:
    """A need in words, without what the person wrote."""
    if need is None:
        return []
    said: Mapping[str, Any] = {
        code: answer for code, answer in need.lines.items() if code != _INTERPRETER
    }
    found = [
        line.label
        for _group, group in reading.passport_of(session(), said)
        for line in group
        if line.answer
    ]
    if need.language:
        name = language_name(need.language)
        found = [_("Un interprète : %(language)s", language=name), *found]
    return found
