"""A whole organisation in one call.

Every text that is nobody else's business contains the word of the house, `CANARY` by default: a
crawler that finds it outside has found a leak. What was published on purpose does not contain it.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.alerts.models import SearchAlert
from portal.engagements.models import Engagement
from portal.files.models import FileOpening, StoredFile
from portal.jobs.models import (
    Application,
    ApplicationEvent,
    ApplicationMessage,
    ApplicationPart,
    CallbackRequest,
    CallbackTry,
    Offer,
    OfferEvent,
    OfferQuestion,
    OfferRecording,
    OfferRelay,
    PublishedOffer,
    ScreeningNote,
    StateText,
)
from portal.jobs.sections import SUBJECT as SUBJECT_OF_OFFERS
from portal.kernel import tokens
from portal.kernel.models import AuditEntry, OutgoingMessage
from portal.languages.models import (
    ContentTranslation,
    GlossaryTerm,
    MachineDraft,
    SectionByHand,
    SectionRecording,
)
from portal.organisations.models import Establishment, Invitation, Membership, Organisation, Team
from portal.people.models import ContactPoint, Person, Share, SignIn, SignInCode
from portal.skills.models import Interview, StatedHire
from portal.trainings.models import WorkerProposal
from portal.trainings.sections import SUBJECT as SUBJECT_OF_TRAININGS
from tests.factories.arrivals import build_arrival, build_team
from tests.factories.attending import Held, make_held
from tests.factories.groups import Circle, Hosted, make_circle, make_hosted
from tests.factories.interviews import build_interview
from tests.factories.joining import Joined, make_joined, make_proposal
from tests.factories.records import build_record
from tests.factories.stored import add_objects
from tests.factories.trainings import Shelved, make_trainings

CANARY = "CANARY"
STAFF = ("administrator", "recruiter", "writer", "manager", "member", "translator")
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass
class House:
    """What was built, to aim at."""

    word: str
    slug: str
    federation: Organisation
    structure: Organisation
    administrator: Person
    recruiter: Person
    writer: Person
    manager: Person
    member: Person
    translator: Person
    federal_officer: Person
    federal_writer: Person
    federal_translator: Person
    federal_member: Person
    candidate: Person
    draft_offer: Offer
    offer: Offer
    application: Application
    draft_application: Application
    files: dict[str, StoredFile] = field(default_factory=dict)
    tokens: dict[UUID, str] = field(default_factory=dict)
    share: Share | None = None
    interview: Interview | None = None
    team: Team | None = None
    engagement: Engagement | None = None
    # Where both opened, besides: what `tests/walls/conftest.py` adds.
    opened: Interview | None = None
    follow_token: str = ""
    draft_token: str = ""
    invitation_token: str = ""
    # What the addresses of each space name besides: `place_id`, `note_id`…
    holes: dict[str, UUID] = field(default_factory=dict)
    federal_holes: dict[str, UUID] = field(default_factory=dict)
    circle: Circle | None = None
    hosted: Hosted | None = None
    trainings: Shelved | None = None
    joined: Joined | None = None
    proposal: WorkerProposal | None = None
    held: Held | None = None


def build_whole_house(session: Session, name: str, word: str = CANARY, region: str = "11") -> House:
    """A house with a row of its own in every table a wall protects: ten times the rows of one that
    only recruits, so for the tests that look at all of them.
    """
    house = build_training_house(session, name, word, region)
    _furnish(session, house, name)
    return house


def build_training_house(
    session: Session, name: str, word: str = CANARY, region: str = "11"
) -> House:
    """A house whose federation has trainings: one online, one being written, one to be read."""
    house = build_house(session, name, word, region)
    house.trainings = make_trainings(
        session, house.federation, house.federal_writer, name, word, NOW
    )
    return house


def build_house(session: Session, name: str, word: str = CANARY, region: str = "11") -> House:
    """A structure that recruits, and its federation. Build and flush; the caller commits. `name`
    makes slugs and addresses unique.
    """
    people = {
        role: make_person(session, f"{name}-{role}", word)
        for role in (*STAFF, "officer", "relay", "interpreter", "trainer", "candidate")
    }
    federation = _organisation(session, "federation", f"fas-{name}", f"Fédération {name}", region)
    structure = _organisation(
        session, "structure", f"structure-{name}", f"Structure {name}", region
    )
    structure.federation_id = federation.id
    structure.answer_days = 21
    session.flush()
    for who, role in (
        ("officer", "administrator"),
        ("relay", "writer"),
        ("interpreter", "translator"),
        ("trainer", "member"),
    ):
        session.add(
            Membership(
                organisation_id=federation.id, person_id=people[who].id, role=role, created_at=NOW
            )
        )
    for role in STAFF:
        session.add(
            Membership(
                organisation_id=structure.id, person_id=people[role].id, role=role, created_at=NOW
            )
        )
    draft = _offer(session, structure, f"brouillon-{name}", word, published=False)
    offer = _offer(session, structure, f"offre-{name}", word, published=True)
    house = House(
        word=word,
        slug=structure.slug,
        federation=federation,
        structure=structure,
        administrator=people["administrator"],
        recruiter=people["recruiter"],
        writer=people["writer"],
        manager=people["manager"],
        member=people["member"],
        translator=people["translator"],
        federal_officer=people["officer"],
        federal_writer=people["relay"],
        federal_translator=people["interpreter"],
        federal_member=people["trainer"],
        candidate=people["candidate"],
        draft_offer=draft,
        offer=offer,
        application=None,  # type: ignore[arg-type]  # just below
        draft_application=None,  # type: ignore[arg-type]  # just below
    )
    house.follow_token, house.application = _application(session, house, name, submitted=True)
    house.draft_token, house.draft_application = _application(
        session, house, f"{name}-d", submitted=False
    )
    for person in people.values():
        token = tokens.new_token()
        house.tokens[person.id] = token
        session.add(
            SignIn(
                person_id=person.id,
                token_digest=tokens.digest(token),
                device=word,
                created_at=NOW,
                last_seen_at=NOW + timedelta(days=3650),
                expires_at=NOW + timedelta(days=3650),
            )
        )
    house.invitation_token = tokens.new_token()
    invitation = _invitation(structure, word, "recruiter", house.invitation_token)
    federal_invitation = _invitation(federation, word, "writer", tokens.new_token())
    place = Establishment(organisation_id=structure.id, name=f"Foyer {word}", created_at=NOW)
    session.add_all(
        [
            invitation,
            federal_invitation,
            place,
            StateText(
                organisation_id=structure.id,
                state="declined",
                language="fr",
                body=f"{word} texte",
                updated_at=NOW,
            ),
            ContentTranslation(
                organisation_id=structure.id,
                subject_kind="offer",
                subject_id=draft.id,
                section="summary",
                language="ps",
                text=f"{word} ترجمه",
                source_digest="0" * 64,
                origin="person",
                made_by=word,
                translator_id=people["writer"].id,
                updated_at=NOW,
            ),
            MachineDraft(
                organisation_id=structure.id,
                subject_kind="offer",
                subject_id=draft.id,
                section="title",
                language="ar",
                source=word,
                asked_at=NOW,
            ),
            SectionByHand(
                organisation_id=structure.id,
                subject_kind="offer",
                subject_id=draft.id,
                section=word[:60],
            ),
            OfferRelay(federation_id=federation.id, offer_id=offer.id, relayed_at=NOW),
            OutgoingMessage(
                organisation_id=structure.id,
                about_id=house.application.id,
                channel="sms",
                address="+33639980000",
                template="test",
                locale="fr",
                data={"said": word},
                state="dead",
                error=word,
                created_at=NOW,
            ),
            AuditEntry(
                chain=str(structure.id),
                at=NOW,
                organisation_id=structure.id,
                action="test",
                subject=word,
                facts={},
                previous="0" * 64,
                hash="1" * 64,
            ),
            SearchAlert(
                token_digest=tokens.digest(f"alert-{name}"),
                about="offers",
                words=word,
                chosen={},
                channel="mail",
                address=f"{word}@example.org",
                locale="fr",
                rhythm="daily",
                created_at=NOW,
                told_until=NOW,
                expires_at=NOW + timedelta(days=3650),
            ),
            SignInCode(
                browser_digest=tokens.digest(f"browser-{name}"),
                purpose="sign_in",
                kind="email",
                value=f"{word}@example.org",
                code_digest="0" * 64,
                created_at=NOW,
                expires_at=NOW,
            ),
        ]
    )
    session.flush()
    house.holes |= {"invitation_id": invitation.id, "place_id": place.id}
    house.federal_holes["invitation_id"] = federal_invitation.id
    return house


def _furnish(session: Session, house: House, name: str) -> None:
    """What it has besides recruiting: records, interviews, teams, groups, sessions, readings."""
    word, federation, structure = house.word, house.federation, house.structure
    assert house.trainings is not None
    # The recruiter's own record, of which the candidate reads an extract.
    house.share = build_record(session, house.recruiter, federation, house.candidate, word)
    # Their yearly interview, held by whoever administers the structure.
    house.interview = build_interview(
        session, structure, house.recruiter, house.administrator, word
    )
    # The recruiter and the member have a team of their own; the member's arrival is under way.
    house.team = build_team(session, structure, (house.recruiter, house.member), word)
    house.engagement = build_arrival(session, structure, house.member, word)
    session.add_all(
        StatedHire(person_id=person.id, organisation_id=structure.id, hired_on=date(2024, 3, 15))
        for person in (house.member, house.recruiter)
    )
    term = GlossaryTerm(
        organisation_id=federation.id,
        term=f"pair-aidance {word}",
        folded=f"pair aidance {name}",
        language="ps",
        translation=f"{word} ملګرتیا",
        note=word,
        updated_at=NOW,
    )
    session.add(term)
    session.flush()
    house.federal_holes["term_id"] = term.id
    peers = house.recruiter.id, house.candidate.id
    house.circle = make_circle(session, word, federation.id, peers, NOW)
    house.hosted = make_hosted(session, word, peers)
    at_session = house.federal_writer, house.candidate
    house.joined = make_joined(session, house.trainings.online, at_session, name, word, NOW)
    house.proposal = make_proposal(session, structure, house.joined, name, word, NOW)
    spoken = SUBJECT_OF_OFFERS, house.draft_offer.id, "summary"
    house.holes["reading_id"] = _read_aloud(session, structure.id, *spoken, word)
    taught = SUBJECT_OF_TRAININGS, house.trainings.draft.id, "goals"
    session.add(
        ContentTranslation(
            organisation_id=federation.id,
            subject_kind=taught[0],
            subject_id=taught[1],
            section=taught[2],
            language="ps",
            text=f"{word} ترجمه",
            source_digest="0" * 64,
            origin="person",
            made_by=word,
            updated_at=NOW,
        )
    )
    house.federal_holes["reading_id"] = _read_aloud(session, federation.id, *taught, word)
    house.held = make_held(session, house.trainings.online, at_session, name, word, NOW)


def _invitation(organisation: Organisation, word: str, role: str, token: str) -> Invitation:
    return Invitation(
        organisation_id=organisation.id,
        role=role,
        sent_to=f"{word}@example.org",
        token_digest=tokens.digest(token),
        created_at=NOW,
        expires_at=NOW + timedelta(days=3650),
    )


def make_person(session: Session, name: str, word: str) -> Person:
    person = Person(display_name=f"{word} {name}", created_at=NOW)
    session.add(person)
    session.flush()
    session.add(
        ContactPoint(
            person_id=person.id,
            kind="email",
            value=f"{word}.{name}@example.org",
            digest=tokens.digest(f"contact-{name}"),
            verified_at=NOW,
        )
    )
    return person


def _organisation(session: Session, kind: str, slug: str, name: str, region: str) -> Organisation:
    found = Organisation(
        kind=kind,
        slug=slug,
        name=name,
        standing="admitted",
        created_at=NOW,
        admitted_at=NOW,
        region=region,
        department="75",
        city="Paris",
    )
    session.add(found)
    session.flush()
    return found


def _offer(
    session: Session, structure: Organisation, slug: str, word: str, *, published: bool
) -> Offer:
    private = "" if published else word
    offer = Offer(
        organisation_id=structure.id,
        slug=slug,
        title=f"Médiation {private}".strip(),
        summary=f"Aller vers. {private}".strip(),
        nature="travail_pair",
        model="b",
        city="Paris",
        department="75",
        region=structure.region,
        contract="cdi",
        pay_min=Decimal(1900),
        pay_max=Decimal(2200),
        pay_unit="month",
        collective_agreement="0413",
        pay_index="Coefficient 411",
        training_requirement="in_post",
        copy_to=word,
        ways={"voice": "", "callback": "", "cv": ""},
        created_at=NOW,
        updated_at=NOW,
        criteria=[{"kind": "soft_skill", "text": f"Écouter {private}".strip(), "firm": True}],
        state="published" if published else "draft",
        published_at=NOW if published else None,
        expires_at=NOW + timedelta(days=90) if published else None,
    )
    session.add(offer)
    session.flush()
    session.add(
        OfferQuestion(
            organisation_id=structure.id,
            offer_id=offer.id,
            position=0,
            text=f"Pourquoi ce poste ? {private}".strip(),
        )
    )
    session.add(
        OfferEvent(
            organisation_id=structure.id,
            offer_id=offer.id,
            at=NOW,
            kind="created",
            person_name=word,
            note=word,
        )
    )
    if published:
        session.add(
            PublishedOffer(
                offer_id=offer.id,
                organisation_id=structure.id,
                slug=slug,
                state="published",
                published_at=NOW,
                updated_at=NOW,
                region=structure.region,
                department="75",
                card={},
                document={},
                search=text("to_tsvector('simple', 'mediation')"),
            )
        )
    else:
        recording = _file(session, structure.id, "offer_recording", f"{word}.ogg")
        session.add(
            OfferRecording(
                organisation_id=structure.id,
                offer_id=offer.id,
                language="ps",
                file_id=recording.id,
                read_by=word,
            )
        )
    session.flush()
    return offer


def _read_aloud(
    session: Session,
    organisation_id: UUID,
    kind: str,
    subject_id: UUID,
    section: str,
    word: str,
) -> UUID:
    """A section read aloud in Pashto; its file."""
    file = _file(session, organisation_id, "reading", f"{word}.ogg")
    session.add(
        SectionRecording(
            organisation_id=organisation_id,
            subject_kind=kind,
            subject_id=subject_id,
            section=section,
            language="ps",
            file_id=file.id,
            read_by=word,
            source_digest="0" * 64,
            recorded_at=NOW,
        )
    )
    session.flush()
    return file.id


def _file(
    session: Session,
    organisation_id: UUID,
    purpose: str,
    name: str,
    holder: str | None = None,
    *,
    released: bool = False,
) -> StoredFile:
    found = StoredFile(
        organisation_id=organisation_id,
        holder_digest=holder,
        purpose=purpose,
        name=name,
        kind="document" if purpose == "cv" else "audio",
        state="ready",
        declared_size=100,
        received_size=100,
        created_at=NOW,
        released_at=NOW if released else None,
        text_preview=name if purpose == "cv" else "",
    )
    session.add(found)
    session.flush()
    add_objects(session, found)
    return found


def _application(
    session: Session, house: House, name: str, *, submitted: bool
) -> tuple[str, Application]:
    word = house.word
    follow = tokens.new_token()
    holder = tokens.digest(follow)
    application = Application(
        organisation_id=house.structure.id,
        offer_id=house.offer.id,
        offer_title=house.offer.title,
        structure_name=house.structure.name,
        reference=name[:12].upper(),
        holder_digest=holder,
        person_id=house.candidate.id,
        locale="ps",
        state="received" if submitted else "draft",
        candidate_name=f"{word} Nom",
        contact_phone="+33639980001",
        adjustment=word,
        letter_text=word,
        helped_by=word,
        consent_text="oui",
        consented_at=NOW if submitted else None,
        created_at=NOW,
        submitted_at=NOW if submitted else None,
        answer_due_on=date(2026, 12, 20) if submitted else None,
        state_changed_at=NOW,
        last_activity_at=NOW,
        waiting_for_answer=submitted,
    )
    session.add(application)
    session.flush()
    owner = {"organisation_id": house.structure.id, "application_id": application.id}
    voice = _file(session, house.structure.id, "voice", f"{word}.ogg", holder, released=submitted)
    house.files["voice" if submitted else "draft_voice"] = voice
    read = _file(session, house.structure.id, "cv", f"{word}.pdf", holder, released=submitted)
    house.files["cv" if submitted else "draft_cv"] = read
    note = ScreeningNote(
        **owner,
        at=NOW,
        person_id=house.administrator.id,
        person_name=word,
        criterion=word,
        body=word,
    )
    callback = CallbackRequest(**owner, phone="+33639980002", moments_note=word, created_at=NOW)
    session.add_all(
        [
            ApplicationPart(**owner, kind="voice", file_id=voice.id, added_at=NOW),
            ApplicationPart(**owner, kind="cv", file_id=read.id, added_at=NOW),
            ApplicationPart(**owner, kind="answer", question_text="?", text=word, added_at=NOW),
            ApplicationEvent(
                **owner, at=NOW, kind="submitted", author="candidate", person_name=word
            ),
            ApplicationMessage(**owner, at=NOW, author="candidate", body=word),
            note,
            FileOpening(
                file_id=voice.id,
                organisation_id=house.structure.id,
                person_name=word,
                opened_at=NOW,
            ),
            callback,
        ]
    )
    session.flush()
    session.add(
        CallbackTry(
            organisation_id=house.structure.id,
            callback_id=callback.id,
            at=NOW,
            person_name=word,
            outcome="no_answer",
            note=word,
        )
    )
    session.flush()
    if submitted:
        house.holes |= {"callback_id": callback.id, "note_id": note.id}
    return follow, application
