"""Publication: what the public sees of an offer is a snapshot, and nothing else.

`card` is what the list shows, `facets` what it filters by, `document` what the page shows:
every public field of the offer by its column name, plus `questions`, `recordings`, `translations`
and `structure`. What concerns only the structure (copies, justifications) stays inside.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.files.enums import FileState
from portal.jobs.enums import OfferState, TimeChoice
from portal.jobs.models import Offer, OfferRecording, PublishedOffer
from portal.jobs.nomenclatures import CONTRACT
from portal.jobs.sections import SECTIONS, sections_of, source_text
from portal.jobs.steps import FIELDS
from portal.kernel import i18n, nomenclatures, search
from portal.kernel.shelf import plain
from portal.languages import readings, snapshots
from portal.languages.models import ContentTranslation
from portal.languages.nomenclatures import LANGUAGE
from portal.organisations.models import Organisation
from portal.organisations.nomenclatures import DEPARTMENT, REGION

# Legal working hours of a week (L3121-27).
FULL_TIME = 35

_PRIVATE = {"copy_to", "justifications", "establishment_id", "questions"}
PUBLIC_FIELDS = tuple(
    field for fields in FIELDS.values() for field in fields if field not in _PRIVATE
) + ("department", "region")

_PUBLIC_STATE = {OfferState.PUBLISHED: "published", OfferState.PAUSED: "paused"}


def publish(
    session: Session,
    offer: Offer,
    structure: Organisation,
    translations: Sequence[ContentTranslation],
    now: datetime,
    recorded: readings.Recorded = (),
) -> PublishedOffer:
    """Take the snapshot of an offer, anew if there was one. Its questions must be loaded."""
    known = session.get(PublishedOffer, offer.id)
    snapshot = known or PublishedOffer(offer_id=offer.id, organisation_id=offer.organisation_id)
    card, document = (
        card_of(offer, structure, translations),
        document_of(offer, structure, translations, recorded),
    )
    snapshot.slug = offer.slug
    snapshot.state = _PUBLIC_STATE[OfferState(offer.state)]
    snapshot.published_at = offer.published_at or now
    snapshot.updated_at = now
    snapshot.expires_at = offer.expires_at
    snapshot.apply_until = offer.apply_until
    snapshot.region, snapshot.department = offer.region, offer.department
    snapshot.card, snapshot.document = card, document
    snapshot.facets = facets_of(offer)
    snapshot.search = search.document(
        [*_searchable(offer, structure, translations), *_named(session, offer)],
        _labels(offer, snapshot.facets),
    )
    if known is None:
        session.add(snapshot)
    return snapshot


def withdraw(session: Session, offer: Offer, now: datetime) -> None:
    """The offer is over: its address stays and says so, its content goes. Who answered it still
    reads its title in their language.
    """
    snapshot = session.get(PublishedOffer, offer.id)
    if snapshot is None:
        return
    snapshot.state, snapshot.updated_at = "gone", now
    snapshot.card, snapshot.document, snapshot.facets = _titles(snapshot.card), {}, []
    snapshot.search = search.document([])


def _titles(card: dict[str, Any]) -> dict[str, Any]:
    """Of a card, the titles in other languages."""
    known = card.get("translations") or {}
    titles = {tag: {"title": told["title"]} for tag, told in known.items() if "title" in told}
    return {"translations": titles} if titles else {}


def document_of(
    offer: Offer,
    structure: Organisation,
    translations: Iterable[ContentTranslation],
    recorded: readings.Recorded = (),
) -> dict[str, Any]:
    """The whole offer as its page shows it, ready for JSON."""
    told = _translated(offer, translations)
    return {
        **{field: plain(getattr(offer, field)) for field in PUBLIC_FIELDS},
        "questions": [
            {"id": str(question.id), "text": question.text} for question in offer.asked_questions
        ],
        "recordings": recordings_of(offer.recordings),
        "translations": told,
        "readings": readings.heard(recorded, _sources(offer), told),
        "structure": structure_of(structure),
    }


def structure_of(structure: Organisation) -> dict[str, str]:
    """What an offer says of who publishes it."""
    return {
        "name": structure.name,
        "slug": structure.slug,
        "type": structure.structure_type,
        "region": structure.region,
        "website": structure.website,
        "description": structure.description,
    }


def recordings_of(recordings: Iterable[OfferRecording]) -> list[dict[str, Any]]:
    """What can be heard already: a recording is left out until it is converted."""
    return [
        {
            "language": recording.language,
            "file_id": str(recording.file_id),
            "read_by": recording.read_by,
            "duration": recording.file.duration,
            "waveform": recording.file.waveform or [],
        }
        for recording in recordings
        if recording.file.state == FileState.READY
    ]


def published_recordings(offer: Offer, snapshot: PublishedOffer) -> list[OfferRecording]:
    """Those the last publication took: one added since waits for the next."""
    return [one for one in offer.recordings if one.file.created_at <= snapshot.updated_at]


def refresh_recordings(offer: Offer, snapshot: PublishedOffer) -> None:
    """Say in the public's copy which recordings can be heard now."""
    heard = recordings_of(published_recordings(offer, snapshot))
    snapshot.document = {**snapshot.document, "recordings": heard}


def card_of(
    offer: Offer, structure: Organisation, translations: Iterable[ContentTranslation]
) -> dict[str, Any]:
    """What a card of the list shows."""
    return {
        "title": offer.title,
        "structure": structure.name,
        "structure_slug": structure.slug,
        "city": offer.city,
        "department": offer.department,
        "region": offer.region,
        "contract": offer.contract,
        "hours": {"min": plain(offer.hours_min), "max": plain(offer.hours_max)},
        "time_choice": plain(offer.time_choice),
        "pay": {
            "min": plain(offer.pay_min),
            "max": plain(offer.pay_max),
            "unit": plain(offer.pay_unit),
        },
        "nature": plain(offer.nature),
        "ways": list(offer.ways),
        "starts": {"asap": offer.starts_asap, "on": plain(offer.starts_on)},
        "languages": [row["language"] for row in offer.languages],
        "translations": {
            language: {
                name: sections[name]["text"] for name in ("title", "summary") if name in sections
            }
            for language, sections in _translated(offer, translations).items()
        },
    }


def facets_of(offer: Offer) -> list[str]:
    """`kind:value` words the list filters by."""
    found = [
        f"nature:{plain(offer.nature)}",
        f"contract:{offer.contract}",
        *(f"time:{time}" for time in _times(offer)),
        f"training:{plain(offer.training_requirement)}",
        *(f"way:{way}" for way in offer.ways),
        *(f"language:{row['language']}" for row in offer.languages),
    ]
    if not offer.diploma_required:
        found.append("diploma:none")
    if offer.beginners_welcome:
        found.append("experience:none")
    if offer.structure_type:
        found.append(f"type:{offer.structure_type}")
    if offer.model:
        found.append(f"kind:{plain(offer.model)}")
    return list(dict.fromkeys(found))


def _translated(offer: Offer, translations: Iterable[ContentTranslation]) -> snapshots.Told:
    return snapshots.told(translations, _sources(offer))


def _sources(offer: Offer) -> dict[str, str]:
    return {name: source_text(offer, name) for name in sections_of(offer)}


def let_read(offer: Offer, snapshot: PublishedOffer, recorded: readings.Recorded) -> bool:
    """Name in the public's copy the sections read aloud it took that became ready since. Whether
    some are still being prepared.
    """
    taken = [one for one in recorded if one[0].recorded_at <= snapshot.updated_at]
    document = snapshot.document
    before, told = document.get("readings") or {}, document.get("translations") or {}
    after = readings.heard_anew(taken, _sources(offer), told, before)
    if after != before:
        snapshot.document = {**document, "readings": after}
    return readings.is_waiting(taken)


def silence(snapshot: PublishedOffer, file_id: UUID) -> None:
    """A section read aloud is taken back: the public's copy stops naming it at once."""
    known = snapshot.document.get("readings") or {}
    snapshot.document = {**snapshot.document, "readings": readings.without(known, file_id)}


def readings_in(snapshot: PublishedOffer) -> list[UUID]:
    """The sections everybody may hear with the public's copy."""
    return [UUID(one) for one in readings.files_in(snapshot.document.get("readings") or {})]


def _searchable(
    offer: Offer, structure: Organisation, translations: Iterable[ContentTranslation]
) -> list[str]:
    return [
        offer.title,
        offer.denomination,
        offer.city,
        structure.name,
        offer.establishment_name,
        offer.summary,
        *(row.text for row in translations if row.section in SECTIONS),
        source_text(offer, "missions"),
        source_text(offer, "criteria"),
        offer.context,
        offer.territories,
    ]


def _named(session: Session, offer: Offer) -> Iterator[str]:
    """What the codes of the offer are called, in each language of the portal: whoever looks for
    « anglais », « English » or « Nord » means them too.
    """
    coded = [
        (REGION, offer.region),
        (DEPARTMENT, offer.department),
        (CONTRACT, offer.contract),
        *((LANGUAGE, row["language"]) for row in offer.languages),
    ]
    for scheme, code in coded:
        entry = nomenclatures.recall(session, scheme, code)
        if entry is not None:
            yield str(entry.data.get("own", ""))
            for locale in i18n.LOCALES.values():
                with i18n.use(locale):
                    yield entry.label
    yield offer.department
    yield offer.postcode


def _times(offer: Offer) -> list[str]:
    """Full or part time as it is searched: where the person chooses, what they may choose."""
    found = [plain(offer.time_choice)]
    if offer.time_choice == TimeChoice.CANDIDATE:
        most = offer.hours_max or offer.hours_min
        if offer.hours_min is None or offer.hours_min < FULL_TIME:
            found.append(TimeChoice.PART.value)
        if most is None or most >= FULL_TIME:
            found.append(TimeChoice.FULL.value)
    return found


def _labels(offer: Offer, facets: Iterable[str]) -> list[str]:
    """What the list filters by, and whether search engines may list the offer."""
    places = [f"region:{offer.region}", f"department:{offer.department}"]
    return [*facets, *places, *(["index:yes"] if offer.indexable else [])]
