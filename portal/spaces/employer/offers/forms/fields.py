"""What the fields of the steps of an offer have of their own."""

from enum import StrEnum
from typing import Any, ClassVar

from wtforms import Form

from portal.jobs.enums import LABELS, OfferStep
from portal.jobs.steps import FIELDS
from portal.web.fields import plain
from portal.web.forms import Form as PortalForm
from portal.web.forms import choices


class ToPublish:
    """Marks what an offer must say in the end. A draft may be kept without it."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: Form, field: object) -> None:
        """Nothing to refuse here: the last step lists what is missing."""


def choices_of(kind: type[StrEnum]) -> list[Any]:
    """The members of an enumeration, with their labels."""
    return choices(*LABELS[kind.__name__].items())


class StepForm(PortalForm):
    """A step: its fields bear the names of the facts they are about."""

    step: ClassVar[OfferStep]

    def facts(self) -> dict[str, Any]:
        """What the form says, as `save_step` takes it."""
        return {
            name: plain(self._fields[name]) for name in FIELDS[self.step] if name in self._fields
        }
