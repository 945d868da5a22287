"""The record of an interview as a document: the very text both sign.

`{"schema": 1, "kind", "organisation", "person", "manager", "met_on": ISO day, "topics": [{"topic",
"person", "manager"}], "earlier": [agreement with "since" and "outcome"…], "agreements":
[{"kind", "what", "by_when", "who"}…]}`: words of each side beside each other, no mark, no average.
`"opened_on": ISO day` where both opened before the day it was meant for, else nothing.
`"is_review": true` where the interview was also the état des lieux, else nothing.
What is attached is not in it: a share may be revoked, a signature may not.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.skills.interview_enums import AgreementKind, InterviewKind, Outcome, Topic
from portal.skills.models import InterviewAgreement, InterviewRecord
from portal.skills.queries.interviews import Meeting, list_agreements, list_entries

SCHEMA = 1


def current_minutes(session: Session, meeting: Meeting) -> dict[str, Any]:
    """The record as it stands; the signed text itself once both signed."""
    if meeting.record is not None:
        return signed_minutes(meeting.record)
    interview = meeting.interview
    entries = list_entries(session, meeting)
    worker = entries.get(interview.person_id, {})
    manager = entries.get(interview.manager_id, {}) if interview.manager_id else {}
    agreements = list_agreements(session, meeting)
    opened = meeting.opened_before
    return {
        "schema": SCHEMA,
        "kind": interview.kind,
        "organisation": interview.organisation_name,
        "person": interview.person_name,
        "manager": interview.manager_name,
        "met_on": meeting.day.astimezone(clock.PARIS).date().isoformat(),
        "topics": [
            {"topic": topic, "person": worker.get(topic, ""), "manager": manager.get(topic, "")}
            for topic in Topic
            if topic in worker or topic in manager
        ],
        **({"opened_on": opened.isoformat()} if opened else {}),
        **({"is_review": True} if interview.is_review else {}),
        "earlier": _agreements(agreements, earlier=True),
        "agreements": _agreements(agreements, earlier=False),
    }


def signed_minutes(record: InterviewRecord) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(record.content)
    return found


def written(minutes: dict[str, Any]) -> str:
    """The text that is signed: one way to write a document, whoever writes it."""
    return json.dumps(minutes, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest_of(minutes: dict[str, Any]) -> str:
    """SHA-256 of the text, in hexadecimal; the database checks it again."""
    return hashlib.sha256(written(minutes).encode()).hexdigest()


def spoken(record: InterviewRecord) -> dict[str, Any]:
    """The signed text, its kinds, days and moments ready to be said in any language."""
    text = signed_minutes(record)
    return {
        **text,
        "kind": InterviewKind(text["kind"]),
        "met_on": date.fromisoformat(text["met_on"]),
        "opened_on": _day(text.get("opened_on")),
        "is_review": text.get("is_review", False),
        "topics": [{**one, "topic": Topic(one["topic"])} for one in text["topics"]],
        "earlier": [_spoken_agreement(one) for one in text["earlier"]],
        "agreements": [_spoken_agreement(one) for one in text["agreements"]],
        "signatures": [
            {**one, "at": datetime.fromisoformat(one["at"])} for one in record.signatures
        ],
    }


def _spoken_agreement(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": AgreementKind(one["kind"]),
        "what": one["what"],
        "who": one["who"],
        "by_when": _day(one["by_when"]),
        "since": _day(one.get("since")),
        "outcome": Outcome(one["outcome"]) if one.get("outcome") else None,
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _agreements(found: Sequence[InterviewAgreement], *, earlier: bool) -> list[dict[str, Any]]:
    return [
        {
            "kind": one.kind,
            "what": one.what,
            "by_when": one.by_when.isoformat() if one.by_when else None,
            "who": one.who,
            **(
                {"since": one.since.isoformat(), "outcome": one.outcome or None}
                if one.since
                else {}
            ),
        }
        for one in found
        if (one.since is not None) is earlier
    ]
