"""Fields of a move: what each step needs besides the words to send."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from wtforms import HiddenField, SelectField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the stubs are older

from portal.jobs.actions.screening import Move
from portal.jobs.enums import ApplicationState as State
from portal.jobs.enums import DeclineKind
from portal.kernel import clock
from portal.kernel.errors import Invalid
from portal.kernel.i18n import N_, _
from portal.kernel.nomenclatures import Entry
from portal.web.forms import DateField, Form, at_most, choices, needed, optional, strip


class MoveForm(Form):
    """Words are enough."""

    version = HiddenField()
    text = TextAreaField(
        N_("Ce que la personne va lire"),
        filters=[strip],
        validators=[needed(N_("Écrivez quelques mots : la personne les attend.")), at_most(1000)],
    )

    def move(self) -> Move:
        written = str(self.version.data or "")
        is_number = written.isdecimal() and len(written) < 10
        return Move(int(written) if is_number else 0, self.text.data or "")

    def details(self) -> dict[str, Any]:
        """What the step needs besides. Raises `Invalid`."""
        return {}

    def hints(self) -> dict[str, Any]:
        """The same for a preview: what is wrong is left out."""
        try:
            return self.details()
        except Invalid:
            return {}


class InterviewForm(MoveForm):
    day = DateField(
        N_("Jour de l’entretien"),
        description=N_("Laissez vide si vous fixez le moment ensemble."),
        validators=[optional()],
    )
    time = TimeField(N_("Heure"), validators=[optional()])
    place = StringField(
        N_("Lieu"),
        description=N_("Une adresse, ou « par téléphone »."),
        filters=[strip],
        validators=[at_most(160)],
    )

    def details(self) -> dict[str, Any]:
        return {"interview_on": self._moment(), "place": self.place.data or ""}

    def _moment(self) -> datetime | None:
        if self.day.data is None and self.time.data is None:
            return None
        if self.day.data is None:
            raise Invalid({"day": _("Il manque le jour.")})
        if self.time.data is None:
            raise Invalid({"time": _("Il manque l’heure.")})
        return datetime.combine(self.day.data, self.time.data, tzinfo=clock.PARIS)

    def hints(self) -> dict[str, Any]:
        try:
            return self.details()
        except Invalid:
            return {"place": self.place.data or ""}


class DeclineForm(MoveForm):
    reason = SelectField(
        N_("Raison"),
        description=N_("Elle est dite à la personne, sauf quand c’est sa décision."),
        validators=[needed(N_("Choisissez une des raisons proposées."))],
        validate_choice=False,
    )

    def offer_reasons(self, entries: Iterable[Entry]) -> None:
        """The coded reasons, under their four kinds. There is no other."""
        known = list(entries)
        self.reason.choices = [SelectChoice("", _("Choisir"))] + [
            SelectChoice(entry.code, entry.label, optgroup=kind.label)
            for kind in DeclineKind
            for entry in known
            if entry.data.get("kind") == kind
        ]

    def details(self) -> dict[str, Any]:
        return {"reason": self.reason.data or ""}


class PoolForm(MoveForm):
    consented_on = DateField(
        N_("Jour où la personne a dit oui"),
        description=N_("Elle l’a dit de vive voix. Sans son accord, rien n’est gardé."),
        validators=[optional()],
    )

    def details(self) -> dict[str, Any]:
        return {"consented_on": self.consented_on.data}


FORMS: dict[str, type[MoveForm]] = {
    State.INTERVIEW: InterviewForm,
    State.DECLINED: DeclineForm,
    State.POOL: PoolForm,
}


def form_for(step: str) -> type[MoveForm]:
    return FORMS.get(step, MoveForm)


class AnswerEverybodyForm(Form):
    """Answer those left when a post is filled."""

    reason = SelectField(
        N_("Raison"),
        description=N_("Elle est dite à chaque personne, dans sa langue."),
        validate_choice=False,
        default="post_filled",
    )

    def offer_reasons(self, entries: Iterable[Entry]) -> None:
        """The post is gone: only reasons about the post make sense for everybody."""
        about_the_post = [one for one in entries if one.data.get("kind") == DeclineKind.POST]
        self.reason.choices = choices(*((one.code, one.label) for one in about_the_post))


def shown(values: Iterable[str]) -> list[tuple[UUID, int]]:
    """The boxes that were ticked: « id:version » each; what is not understood is left out."""
    found = []
    for value in values:
        name, _colon, version = value.partition(":")
        try:
            found.append((UUID(name), int(version)))
        except ValueError:
            continue
    return found
