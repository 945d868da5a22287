"""What the pages about whole trainings receive: the list, one training, its log."""

from typing import Any
from uuid import uuid4

from flask import url_for

from portal.kernel.i18n import _, show_date, show_time
from portal.organisations.queries import members
from portal.spaces.federation.sessions.pages import of_training
from portal.trainings import policy, reading
from portal.trainings.completeness import missing
from portal.trainings.enums import TrainingEventKind, TrainingState, TrainingStep
from portal.trainings.queries import relays
from portal.trainings.queries import trainings as queries
from portal.trainings.queries.trainings import Training, TrainingEvent
from portal.web.request import actor, session

_KINDS = {
    TrainingState.DRAFT: "neutral",
    TrainingState.IN_REVIEW: "warn",
    TrainingState.PUBLISHED: "ok",
    TrainingState.ARCHIVED: "brand",
}


def list_page() -> dict[str, Any]:
    return {
        "cards": [_card(training) for training in queries.list_trainings(session(), actor())],
        "new_id": uuid4(),
    }


def _card(training: Training) -> dict[str, Any]:
    return {
        "title": name_of(training),
        "href": url_for(".show_training", training_id=training.id),
        "organiser": training.organiser,
        "state": state_tag(training),
        "is_old": training.state != TrainingState.ARCHIVED
        and reading.is_old(session(), training.verified_on),
        "foot": _("Changée le %(day)s", day=show_date(training.updated_at)),
    }


def name_of(training: Training) -> str:
    return training.title or _("Formation sans nom")


def state_tag(training: Training) -> dict[str, str]:
    """Where the writing stands; whether the public still reads the edition before."""
    state = TrainingState(training.state)
    label = state.label
    if training.edition and state in (TrainingState.DRAFT, TrainingState.IN_REVIEW):
        label = _("En ligne, changements en cours : %(state)s", state=label)
    return {"label": label, "kind": _KINDS[state]}


def training_page(training: Training, words: str = "", error: str = "") -> dict[str, Any]:
    """One training: where it stands, what may be done, and how the public would read it."""
    document = queries.document(session(), actor(), training)
    holes = missing(training)
    return {
        "training": training,
        "name": name_of(training),
        "tag": state_tag(training),
        "state": training.state.value,
        "policy": policy,
        "actor": actor(),
        "missing": holes,
        "first_step": (holes[0].step if holes else TrainingStep.IDENTITY).value,
        "reading": reading.read(session(), document),
        "sent_back": _last_words(training),
        "is_alone": _is_alone(training),
        "relays": relays.list_relays(session(), training.id),
        "copy_id": uuid4(),
        "words": words,
        "error": error,
        **of_training(training),
    }


def _is_alone(training: Training) -> bool:
    """Whether what is written waits for a second officer, and there is none."""
    if training.state not in (TrainingState.DRAFT, TrainingState.IN_REVIEW):
        return False
    team = members.list_members(session(), actor())
    return not policy.may_be_reviewed(training, ((one.person_id, one.role) for one in team))


def _last_words(training: Training) -> TrainingEvent | None:
    """What the reader asked to change, until it is asked to be read again."""
    if training.state != TrainingState.DRAFT:
        return None
    for event in queries.list_events(session(), actor(), training.id):
        if event.kind == TrainingEventKind.SENT_BACK and event.note:
            return event
        if event.kind in (TrainingEventKind.SUBMITTED, TrainingEventKind.PUBLISHED):
            return None
    return None


def log_page(training: Training) -> dict[str, Any]:
    """Who moved the training, when; and the editions one may read again."""
    events = reversed(queries.list_events(session(), actor(), training.id))
    return {
        "training": training,
        "name": name_of(training),
        "lines": [_line(event) for event in events],
        "editions": queries.list_editions(session(), actor(), training.id),
    }


def _line(event: TrainingEvent) -> dict[str, Any]:
    when = _("%(day)s à %(time)s", day=show_date(event.at), time=show_time(event.at))
    by = _("%(when)s, %(name)s", when=when, name=event.person_name) if event.person_name else when
    return {"title": TrainingEventKind(event.kind).label, "when": by, "text": event.note or None}
