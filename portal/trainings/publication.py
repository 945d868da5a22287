"""Publication: what the public sees of a training is a snapshot, and nothing else.

`document` holds every public field by its column's name, ready for JSON, and `federation`; `card`
what the list shows; `search` the words and the facets.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from portal.kernel import clock, i18n, nomenclatures, search
from portal.kernel.shelf import plain
from portal.languages import readings, snapshots
from portal.languages.models import ContentTranslation
from portal.languages.nomenclatures import LANGUAGE
from portal.organisations.models import Organisation
from portal.organisations.nomenclatures import DEPARTMENT, REGION
from portal.organisations.queries import communes
from portal.trainings import facts, nearby, starting, venues
from portal.trainings.enums import Known, Post, Setting
from portal.trainings.models import (
    PublishedTraining,
    Training,
    TrainingRelay,
    TrainingSession,
)
from portal.trainings.nomenclatures import (
    AUDIENCE,
    NONE,
    PASSPORT_LINE,
    PREREQUISITE,
    SOUGHT,
)
from portal.trainings.queries.conditions import announced
from portal.trainings.sections import sources_of
from portal.trainings.steps import PUBLIC_FIELDS

_ON_CARD = (
    *("title", "organiser", "city", "department", "region", "prerequisites", "funding"),
    *("days", "hours", "weeks", "months", "duration_words", "verified_on", "topics"),
    *("internship_weeks", "internship_hours_min", "internship_hours_max", "internship_words"),
    "period",
)
_ANSWERED, _SPOKEN = "pass:", "language:"


def document_of(
    training: Training,
    federation: Organisation,
    translations: Iterable[ContentTranslation] = (),
    recorded: readings.Recorded = (),
) -> dict[str, Any]:
    """The whole training as its page shows it."""
    facts = {name: plain(getattr(training, name)) for name in PUBLIC_FIELDS}
    sources = sources_of(facts)
    told = snapshots.told(translations, sources)
    return {
        **facts,
        "edition": training.edition,
        "federation": {"name": federation.name, "slug": federation.slug},
        "translations": told,
        "readings": readings.heard(recorded, sources, told),
    }


def publish(
    session: Session,
    training: Training,
    federation: Organisation,
    now: datetime,
    translations: Iterable[ContentTranslation] = (),
    recorded: readings.Recorded = (),
) -> PublishedTraining:
    """Take the snapshot of a training, anew if there was one."""
    known = session.get(PublishedTraining, training.id)
    snapshot = known or PublishedTraining(
        training_id=training.id, organisation_id=training.organisation_id
    )
    document = document_of(training, federation, translations, recorded)
    snapshot.slug, snapshot.state = training.slug, "published"
    snapshot.published_at, snapshot.updated_at = training.published_at or now, now
    snapshot.region, snapshot.department = training.region, training.department
    _show(session, snapshot, document)
    if known is None:
        session.add(snapshot)
    return snapshot


def show_translations(
    session: Session,
    snapshot: PublishedTraining,
    translations: Iterable[ContentTranslation],
    recorded: readings.Recorded,
    now: datetime,
) -> bool:
    """Put before the public what was translated and read aloud since, of the French it reads.
    Whether there was anything new.
    """
    after = news(snapshot, translations, recorded)
    if after is None:
        return False
    snapshot.updated_at = now
    _show(session, snapshot, {**snapshot.document, **after})
    return True


def let_hear(snapshot: PublishedTraining, recorded: readings.Recorded) -> bool:
    """Name in the public's copy the readings it took that became ready since. Whether some are
    still being prepared; what was recorded later waits for the next time it is put online.
    """
    taken = [one for one in recorded if one[0].recorded_at <= snapshot.updated_at]
    document = snapshot.document
    before = document.get("readings") or {}
    told = document.get("translations") or {}
    after = readings.heard_anew(taken, sources_of(document), told, before)
    if after != before:
        snapshot.document = {**document, "readings": after}
    return readings.is_waiting(taken)


def silence(snapshot: PublishedTraining, file_id: UUID) -> None:
    """A recording is taken back: the public's copy stops naming it at once."""
    known = snapshot.document.get("readings") or {}
    snapshot.document = {**snapshot.document, "readings": readings.without(known, file_id)}


def news(
    snapshot: PublishedTraining,
    translations: Iterable[ContentTranslation],
    recorded: readings.Recorded,
) -> dict[str, Any] | None:
    """The translations and readings the public would have; None if they are what it has."""
    sources = sources_of(snapshot.document)
    before = {name: snapshot.document.get(name) or {} for name in ("translations", "readings")}
    told = snapshots.renewed(translations, sources, before["translations"])
    heard = readings.heard_anew(recorded, sources, told, before["readings"])
    after = {"translations": told, "readings": heard}
    return None if after == before else after


def show_relays(session: Session, training_id: UUID) -> PublishedTraining | None:
    """Let the training be found in the regions of those who relay it, and in no other but its own.
    The public's copy, or None where there is none any more.
    """
    snapshot = session.get(PublishedTraining, training_id, with_for_update={"key_share": True})
    if snapshot is None or snapshot.state != "published":
        return None
    _file(session, snapshot)
    return snapshot


def follow_sessions(session: Session, training_id: UUID) -> None:
    """A session was opened, moved or called off: the list finds the training by it, or no more."""
    snapshot = session.get(PublishedTraining, training_id)
    if snapshot is not None and snapshot.state == "published":
        session.flush()
        labels = _labels_of_sessions(session, training_id, snapshot.document)
        followed = (starting.LABEL, starting.LAST, starting.AFAR, nearby.LABEL)
        written = snapshot.search
        snapshot.search = search.relabel(written, (*followed, _ANSWERED, _SPOKEN), labels)


def _show(session: Session, snapshot: PublishedTraining, document: dict[str, Any]) -> None:
    snapshot.card, snapshot.document = card_of(document), document
    _file(session, snapshot)


def _file(session: Session, snapshot: PublishedTraining) -> None:
    """What it is found by."""
    document = snapshot.document
    snapshot.search = search.document(
        [*_searchable(document), *_named(session, document)],
        [
            *labels_of(session, document),
            *_labels_of_sessions(session, snapshot.training_id, document),
            *_relayed_in(session, snapshot.training_id),
        ],
    )


def _relayed_in(session: Session, training_id: UUID) -> list[str]:
    """Those of who relays it meanwhile wait: the copy is held first, so that none is missed."""
    mine = PublishedTraining.training_id == training_id
    held = select(PublishedTraining.training_id).where(mine).with_for_update(key_share=True)
    session.execute(held)
    regions = (
        select(Organisation.region)
        .join(TrainingRelay, TrainingRelay.federation_id == Organisation.id)
        .where(TrainingRelay.training_id == training_id, TrainingRelay.ended_at.is_(None))
    )
    return [f"region:{region}" for region in session.scalars(regions) if region]


def _labels_of_sessions(session: Session, training_id: UUID, document: dict[str, Any]) -> list[str]:
    """The days that are announced, where it is given, there or anywhere, what its passport answers
    and what is spoken. Whether one may still ask to come is looked at by whoever searches: it ends
    by itself.
    """
    held = session.execute(
        select(
            TrainingSession.starts_on,
            TrainingSession.ends_on,
            TrainingSession.spot,
            TrainingSession.afar,
            TrainingSession.passport,
            TrainingSession.there,
            TrainingSession.spoken,
        ).where(
            TrainingSession.training_id == training_id,
            announced(),
        )
    ).all()
    place = func.place_spot(document.get("city", ""), document.get("department", ""))
    own = session.scalar(select(place)) or ""
    days = {row.starts_on for row in held if row.starts_on >= clock.today()}
    spots = [own, *(row.spot for row in held)]
    coming = [row for row in held if row.ends_on >= clock.today()]
    always = (document.get("passport") or {}).get("remote") == Known.YES
    far = {row.starts_on for row in held if always or row.afar}
    placed = communes.find_placed(session, spots)
    return [
        *starting.labels_of(days, days & far),
        *nearby.labels(spots, placed, remote=always or bool(far)),
        *(f"{_ANSWERED}{code}" for code in _answered(session, document, coming)),
        *(f"{_SPOKEN}{code}" for code in _spoken(document, coming)),
    ]


def _answered(
    session: Session, document: dict[str, Any], coming: Sequence[Row[Any]]
) -> dict[str, None]:
    """The lines with the answer one looks for: in one session to come at least, each with its
    place; in the training itself where none is announced.
    """
    said = document.get("passport") or {}
    passports = [venues.answers(said, row.there, row.passport) for row in coming] or [said]
    return dict.fromkeys(code for one in passports for code in _good(session, one))


def _spoken(document: dict[str, Any], coming: Sequence[Row[Any]]) -> dict[str, None]:
    """The languages of the training, and those of who trains: in one session to come at least, or
    by the sheet where none is announced.
    """
    sheet = document.get("trainer_languages", [])
    trainers = [row.spoken.get("trainer_languages", sheet) for row in coming] or [sheet]
    return dict.fromkeys([*document.get("languages", []), *chain(*trainers)])


def withdraw(session: Session, training: Training, now: datetime) -> None:
    """The training is archived: its address stays and says so, its content goes."""
    snapshot = session.get(PublishedTraining, training.id)
    if snapshot is not None:
        snapshot.state, snapshot.updated_at = "gone", now
        snapshot.card, snapshot.document = {}, {}
        snapshot.search = search.document([])


def card_of(document: dict[str, Any]) -> dict[str, Any]:
    """What a card of the list shows."""
    doubted = [row["about"] for row in document["contradictions"]]
    titles = {
        language: {"title": told["title"]["text"]}
        for language, told in document["translations"].items()
        if "title" in told
    }
    known = {name: document[name] for name in _ON_CARD}
    return {**known, "contradictions": doubted, "translations": titles}


def labels_of(session: Session, document: dict[str, Any]) -> list[str]:
    """What the list filters by, but for what its sessions say. What is not known has no label."""
    length = facts.duration_class(document)
    found = [
        *([f"region:{document['region']}"] if document["region"] else []),
        *([f"department:{document['department']}"] if document["department"] else []),
        *([f"duration:{length.value}"] if length else []),
        *(f"free:{year}" for year in facts.free_in(document["funding"])),
        *([f"internship:{Known.YES.value}"] if facts.has_internship(document) else []),
        *(["diploma:none"] if NONE in document["prerequisites"] else []),
        *(f"asks:{code}" for code in document["prerequisites"] if code in SOUGHT),
        *(f"post:{post.value}" for post in _posts(session, document)),
        *(f"topic:{code}" for code in document["topics"]),
    ]
    return list(dict.fromkeys(found))


def _posts(session: Session, document: dict[str, Any]) -> list[Post]:
    """For whom it is, as far as work goes: what asks for a post is not for who has none."""
    found = set()
    for code in document["audiences"]:
        entry = nomenclatures.recall(session, AUDIENCE, code)
        found |= {Post(post) for post in entry.data["post"]} if entry else set()
    if Setting.INTRA in document["settings"]:
        found.add(Post.TEAM)
    if "in_post" in document["prerequisites"]:
        found = found - {Post.OUT} | {Post.IN}
    return [post for post in Post if post in found]


def _good(session: Session, passport: Mapping[str, str]) -> Iterator[str]:
    """The lines with the answer one looks for."""
    for code, answer in passport.items():
        entry = nomenclatures.recall(session, PASSPORT_LINE, code)
        if entry is not None and entry.data["good"] == answer:
            yield code


def _searchable(document: dict[str, Any]) -> list[str]:
    names = ("title", "organiser", "partners", "audience", "origin", "goals", "content", "city")
    modules = [f"{row['title']} {row['text']}" for row in document["modules"]]
    said = [row["text"] for about in document["contradictions"] for row in about["said"]]
    translated = [
        one["text"] for told in document["translations"].values() for one in told.values()
    ]
    return [
        *(document[name] for name in names),
        document.get("summary", ""),
        *modules,
        *said,
        *translated,
        document["federation"]["name"],
    ]


def _named(session: Session, document: dict[str, Any]) -> Iterator[str]:
    """What its codes are called, in each language of the portal."""
    coded: tuple[tuple[str, str], ...] = (
        (REGION, document["region"]),
        (DEPARTMENT, document["department"]),
        *((AUDIENCE, code) for code in document["audiences"]),
        *((PREREQUISITE, code) for code in document["prerequisites"]),
        *((LANGUAGE, code) for code in document["languages"] + document["trainer_languages"]),
    )
    good = tuple(_good(session, document["passport"]))
    for scheme, code in (*coded, *((PASSPORT_LINE, code) for code in good)):
        entry = nomenclatures.recall(session, scheme, code)
        if entry is not None:
            yield str(entry.data.get("own", ""))
            for locale in i18n.LOCALES.values():
                with i18n.use(locale):
                    yield i18n.gettext_(entry.data.get("filter") or entry.french)
