"""What the matrix tries, as functions that say what got through: `test_matrix` wants nothing, and
`test_removal` wants something once a wall is down.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID, uuid4
from zipfile import ZipFile

from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.config import load
from portal.engagements.models import CheckIn, SheetReview, WelcomeItem
from portal.kernel.db import Database
from portal.kernel.models import NomenclatureEntry
from portal.people.models import ContactPoint, Person, Share, ShareFile, SignIn
from portal.skills.models import (
    BoardLine,
    Evidence,
    Framework,
    FrameworkAction,
    FrameworkHeading,
    Interview,
    InterviewAgreement,
    KnowledgeLine,
    PathEntry,
    ProjectStep,
)
from portal.skills.shipped.guide import GUIDE
from portal.trainings.models import TrainingRelay
from tests.factories.host import Host
from tests.factories.house import House
from tests.factories.recordings import recording
from tests.factories.stored import give_recording
from tests.walls.access import ACCESS

BASE = "https://portail.example.org"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIPPED = {"application/zip", WORKBOOK}
Owned = ContactPoint | Evidence | KnowledgeLine | PathEntry | ProjectStep | SignIn
MEMBERS = ("structure", "federation", "operator")
KINDS = {"employer": "structure", "federation": "federation", "operator": "operator"}
# What is no id: any value the route takes.
_WORDS: dict[str, object] = {
    "number": 1,
    "page": 1,
    "language": "ps",
    "scheme": "contract",
    "form": "pdf",
    "kind": "csv",
    "token": "a" * 32,
    "row": 0,
    "locale": "fr",
    "tag": "fr",
    "list": "missions",
}
_STEPS = {
    "employer.interviews": "training",
    "peer.interviews": "training",
    "employer.offers": "job",
    "employer.moves": "in_review",
    "employer.texts": "declined",
    "federation.sessions": "withdraw",
    "federation.trainings": "identity",
    "public.join": "name",
}
# The session of a training, where the same words name an offer and a browser elsewhere.
_INSTEAD_IN = {"public.join": {"slug": "training_slug", "session_id": "dates_id"}}
# Pages of what two people signed: the interview that still goes on has none.
_SIGNED = {"print_record", "show_signed"}
# What only one that both opened holds: a moment to answer, a recording, something shown, a record.
_OPENED = {
    "accept_date",
    "add_agreement",
    "ask_date",
    "detach",
    "play_voice",
    "remove_agreement",
    "show_attached",
    "show_date_form",
    "show_entry",
    "show_record",
    "sign_record",
    "tell_outcomes",
    "tell_review",
    "write_entry",
}
# Where an address needs another thing than its kind has: what is shared with the structure, what
# arrived and shows nothing yet, an offer that is online, an agreement nobody signed, what a
# federation prepares for everybody.
_INSTEAD = {
    "employer.files.read_file": {"file_id": "document_id"},
    "employer.interviews.remove_agreement": {"agreement_id": "open_agreement_id"},
    "employer.offers.ask_renewal": {"offer_id": "online_id"},
    "employer.offers.close_offer": {"offer_id": "online_id"},
    "employer.offers.pause_offer": {"offer_id": "online_id"},
    "employer.offers.renew_offer": {"offer_id": "online_id"},
    "employer.offers.resume_offer": {"offer_id": "online_id"},
    "federation.imports.show_undo": {"import_id": "done_import_id"},
    "federation.imports.undo_import": {"import_id": "done_import_id"},
    **{
        f"federation.relays.{name}": {"training_id": "relayed_id"}
        for name in ("relay_training", "show_training", "stop_relaying")
    },
    "federation.trainings.publish_training": {"training_id": "read_id"},
    "federation.trainings.send_back": {"training_id": "read_id"},
    "employer.translations.play_reading": {"file_id": "reading_id"},
    "federation.translations.play_reading": {"file_id": "reading_id"},
    "federation.translations.publish_translations": {"subject_id": "public_id"},
    **{
        f"federation.sessions.{name}": {"session_id": "planned_id"}
        for name in ("copy_session", "edit_session", "open_session", "save_session", "set_staff")
    },
    "employer.shares.open_file": {"share_id": "given_share_id", "file_id": "given_file_id"},
    "employer.shares.show_share": {"share_id": "given_share_id"},
    **{
        f"federation.held.{name}": {"session_id": "held_id", "registration_id": "came_id"}
        for name in (
            "mark",
            "show_code",
            "show_half",
            "show_paper",
            "show_practice",
            "show_session",
            "state_practice",
            "type_paper",
        )
    },
    "federation.evaluations.play_voice": {"session_id": "held_id", "file_id": "voice_id"},
    "federation.evaluations.show_results": {"session_id": "held_id"},
    **{
        f"federation.certificates.{name}": {"session_id": "held_id", "registration_id": "came_id"}
        for name in (
            "give_again",
            "issue",
            "list_certificates",
            "revoke_badge",
            "show_revocation",
        )
    },
    "peer.grid.choose_framework": {"framework_id": "offered_id"},
    "peer.grid.play_reading": {"action_id": "offered_action_id"},
    "peer.interviews.remove_agreement": {"agreement_id": "open_agreement_id"},
    "peer.uploads.take_back": {"file_id": "loose_id"},
}
# Pages that are a form and tell nothing of the thing: that they open is all there is to get.
_ONLY_A_FORM = {
    "federation.held.show_code",
    "employer.board.show_form",
    "employer.interviews.show_date_form",
    "employer.offers.ask_renewal",
    "federation.sessions.show_message",
    "federation.sessions.show_moments",
    "peer.interviews.show_date_form",
    "peer.interviews.show_topic",
}
_COMING: dict[str, object] = {
    "day": "2030-05-04",
    "begins": "10:00",
    "ends": "12:00",
    "time": "10:00",
}
_A_SESSION: dict[str, object] = {
    "version": "1",
    "starts_on": "2030-05-06",
    "ends_on": "2030-05-07",
    "places": "3",
    "answer_hours": "72",
}
_A_GROUP: dict[str, object] = {"title": "Un autre nom", "audience": "invited"}
# What a form needs to be taken, so that what gets through really changes something.
_FILLED: dict[str, dict[str, object]] = {
    "employer.board.add_line": {"knows": "Autre chose"},
    "employer.board.change_line": {"knows": "Autre chose"},
    "employer.interviews.add_agreement": {"kind": "goal", "what": "Autre chose"},
    "employer.interviews.ask_date": _COMING,
    "employer.interviews.tell_review": {"is_review": "1"},
    "employer.offers.save_step": {"version": "1"},
    "employer.team.change_role": {"role": "writer"},
    "federation.groups.change_date": _COMING,
    "federation.groups.edit_group": _A_GROUP,
    "federation.sessions.cancel_session": {"because": "La salle est fermée."},
    "federation.sessions.open_moments": {
        "day": "2030-05-04",
        "time": "10:00",
        "minutes": "30",
        "how_many": "1",
        "way": "phone",
        "names": "Malika Benali",
    },
    "federation.sessions.plan_session": _A_SESSION,
    "federation.sessions.send_message": {"group": "coming", "words": "Bonjour", "do": "send"},
    "federation.sessions.write_message": {"words": "Bonjour"},
    "federation.sessions.save_session": _A_SESSION,
    "federation.certificates.revoke_badge": {"because": "Une erreur"},
    "federation.held.mark": {"state": "absent"},
    "federation.held.state_practice": {"weeks": "2"},
    "federation.team.change_role": {"role": "writer"},
    "peer.grid.add_words": {"words": "Un exemple"},
    "federation.imports.choose_lines": {"shown": "2"},
    "federation.imports.name_columns": {"column-0": "title"},
    "employer.translations.add_reading": {
        "section": "summary",
        "recording": (recording("iphone.m4a"), "moi.m4a"),
    },
    "federation.translations.add_reading": {
        "section": "goals",
        "recording": (recording("iphone.m4a"), "moi.m4a"),
    },
    "employer.translations.leave_to_people": {"section": "title", "by_hand": "y"},
    "federation.translations.leave_to_people": {"section": "title", "by_hand": "y"},
    "federation.trainings.save_step": {"version": "1", "title": "Un autre nom"},
    "federation.trainings.send_back": {"words": "À changer"},
    "operator.team.change_role": {"role": "writer"},
    "peer.grid.answer_quickly": {"mobilised": "yes"},
    "peer.groups.change_date": _COMING,
    "peer.interviews.state_hire": {"hired_on": ""},
    "peer.groups.edit_group": _A_GROUP,
    "peer.interviews.add_agreement": {"kind": "goal", "what": "Autre chose"},
    "peer.interviews.ask_date": _COMING,
    "peer.interviews.prepare_topic": {"recording": (recording("iphone.m4a"), "moi.m4a")},
    "peer.knowledge.change_knowledge": {"field": "Autre chose"},
    "peer.path.change_stage": {"kind": "post", "title": "Autre chose"},
    "peer.path.change_step": {"what": "Autre chose"},
}
_HEADERS = {"peer.uploads.receive_piece": {"Upload-Offset": "0"}}


def _rules() -> list[Rule]:
    """Read once from an application that never connects."""
    settings = load({"PORTAL_DEMO": "1", "PORTAL_BASE_URL": BASE})
    database = Database("postgresql+psycopg://nobody@127.0.0.1/none")
    app = create_app(settings.__class__(**{**settings.__dict__, "demo": False}), database)
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule))


RULES = _rules()


def ruled(*kinds: str) -> list[Rule]:
    """The routes behind doors of these kinds."""
    return [rule for rule in RULES if rule.endpoint in ACCESS and kind_of(rule) in kinds]


def kind_of(rule: Rule) -> str:
    return ACCESS[rule.endpoint].kind


def has_id(rule: Rule) -> bool:
    return any(name.endswith("_id") for name in rule.arguments)


@dataclass(frozen=True)
class Town:
    """Two organisations that must never meet, their federations, and the host association.

    `holes`: for each kind of door, the real things of each side its addresses may name.
    """

    houses: tuple[House, House]
    host: Host
    holes: dict[str, tuple[dict[str, object], dict[str, object]]]


def town_of(session: Session, houses: tuple[House, House], host: Host) -> Town:
    ours, theirs = houses
    both = {
        "structure": (_of_structure(session, ours), _of_structure(session, theirs)),
        "federation": (_of_federation(session, ours), _of_federation(session, theirs)),
        "signed_in": (_of_person(session, ours), _of_person(session, theirs)),
        "operator": (_of_host(session, host, ours), _of_no_host(session, theirs)),
    }
    return Town(houses, host, both)


def _of_structure(session: Session, house: House) -> dict[str, object]:
    assert house.team is not None
    # The first of the team has a line on its board, and is whom the ids of people name.
    on_board = select(BoardLine.id).where(BoardLine.team_id == house.team.id)
    return {
        **_of_interviews(session, house),
        **_of_arrival(session, house),
        "team_id": house.team.id,
        "line_id": session.scalars(on_board).one(),
        "code": "train",
        "organisation": house.structure.slug,
        "slug": house.offer.slug,
        "training_slug": house.trainings.online.slug if house.trainings else None,
        "dates_id": house.joined.dates.id if house.joined else None,
        "dates": house.joined.dates.id if house.joined else None,
        "proposal_id": house.proposal.id if house.proposal else None,
        "offer_id": house.draft_offer.id,
        "subject_id": house.draft_offer.id,
        "application_id": house.application.id,
        "file_id": house.files["voice"].id,
        "document_id": house.files["cv"].id,
        "online_id": house.offer.id,
        "badge_id": house.held.badge.id if house.held else None,
        "key_id": house.held.badge.key_id if house.held else None,
        **_given(session, house),
        "person_id": house.recruiter.id,
        **house.holes,
    }


def _of_arrival(session: Session, house: House) -> dict[str, object]:
    """The arrival of the member."""
    assert house.engagement is not None
    mine = house.engagement.id
    items = select(WelcomeItem.id).where(WelcomeItem.engagement_id == mine)
    check_ins = select(CheckIn.id).where(CheckIn.engagement_id == mine)
    reviews = select(SheetReview.id).where(SheetReview.engagement_id == mine)
    return {
        "engagement_id": mine,
        "review_id": session.scalars(reviews.limit(1)).one(),
        "item_id": session.scalars(items.limit(1)).one(),
        "check_in_id": session.scalars(check_ins.limit(1)).one(),
    }


def _framework(session: Session, *owner: ColumnElement[bool]) -> dict[str, object]:
    """A framework, one of its groups and one of its lines."""
    framework = session.scalars(select(Framework.id).where(*owner)).one()
    lines = select(FrameworkAction.id).where(FrameworkAction.framework_id == framework)
    groups = select(FrameworkHeading.id).where(FrameworkHeading.framework_id == framework)
    return {
        "framework_id": framework,
        "heading_id": session.scalars(groups.limit(1)).one(),
        "action_id": session.scalars(lines.limit(1)).one(),
    }


def _of_federation(session: Session, house: House) -> dict[str, object]:
    """Offers are seen once published, in the region: a draft would be nobody's. What it relays is
    the other's, as what the other relays is its own.
    """
    is_own = TrainingRelay.federation_id == house.federation.id
    relayed = select(TrainingRelay.training_id).where(is_own)
    assert house.share is not None
    shown = select(Evidence.file_id).where(Evidence.person_id == house.recruiter.id)
    return {
        **_framework(session, Framework.organisation_id == house.federation.id),
        "organisation": house.federation.slug,
        "share_id": house.share.id,
        "file_id": session.scalars(shown).one(),
        "offer_id": house.offer.id,
        "structure_id": house.structure.id,
        "person_id": house.federal_writer.id,
        "training_id": house.trainings.draft.id if house.trainings else None,
        "subject_id": house.trainings.draft.id if house.trainings else None,
        "public_id": house.trainings.online.id if house.trainings else None,
        "read_id": house.trainings.read.id if house.trainings else None,
        "relayed_id": session.scalars(relayed).one(),
        "import_id": house.trainings.opened.id if house.trainings else None,
        "done_import_id": house.trainings.done.id if house.trainings else None,
        **_of_held(house),
        **_of_sessions(house),
        "group_id": house.circle.group.id if house.circle else None,
        "meeting_id": house.circle.coming.id if house.circle else None,
        **house.federal_holes,
    }


def _of_sessions(house: House) -> dict[str, object]:
    """A session anybody may ask to come to, one nobody sees yet, and who has a place."""
    assert house.joined is not None
    return {
        "session_id": house.joined.dates.id,
        "dates_id": house.joined.dates.id,
        "planned_id": house.joined.planned.id,
        "registration_id": house.joined.registration.id,
        "joined_id": house.joined.registration.id,
        "slot_id": house.joined.slot.id,
        "venue_id": house.joined.venue.id,
    }


def _of_held(house: House) -> dict[str, object]:
    """A session that is over, and somebody who took part."""
    assert house.held is not None
    first = house.held.dates.starts_on.isoformat()
    return {
        "held_id": house.held.dates.id,
        "came_id": house.held.registration.id,
        "voice_id": house.held.voice.id,
        "slug": f"{first}-am",
    }


def _of_person(session: Session, house: House) -> dict[str, object]:
    """What the candidate has, a group of theirs and the recruiter's, and the recruiter's record."""
    candidate, recruiter = house.candidate, house.recruiter
    circle, hosted = house.circle, house.hosted
    assert circle is not None
    assert hosted is not None

    def one(of: type[Owned], person: Person) -> UUID:
        return session.scalars(select(of.id).where(of.person_id == person.id).limit(1)).one()

    shown = select(Evidence.file_id).where(Evidence.person_id == recruiter.id)
    offered = _framework(session, Framework.organisation_id == house.federation.id)
    return {
        **_of_interviews(session, house),
        **_of_arrival(session, house),
        **_framework(session, Framework.person_id == recruiter.id),
        "offered_id": offered["framework_id"],
        "offered_action_id": offered["action_id"],
        "contact_id": one(ContactPoint, candidate),
        "session_id": one(SignIn, candidate),
        "evidence_id": one(Evidence, recruiter),
        "file_id": session.scalars(shown).one(),
        "loose_id": give_recording(session, recruiter, f"{house.word}-seul").id,
        "line_id": one(KnowledgeLine, recruiter),
        "entry_id": one(PathEntry, recruiter),
        "step_id": one(ProjectStep, recruiter),
        "other_id": recruiter.id,
        "group_id": hosted.group.id,
        "meeting_id": hosted.coming.id,
        "membership_id": hosted.guest.id,
        "note_id": circle.note.id,
        "place_id": house.structure.id,
        "registration_id": house.held.registration.id if house.held else None,
    }


def _given(session: Session, house: House) -> dict[str, object]:
    """What the recruiter shares with the structure, a recording among it."""
    given = select(ShareFile.share_id, ShareFile.file_id).join(
        Share, Share.id == ShareFile.share_id
    )
    share_id, file_id = session.execute(
        given.where(Share.recipient_organisation_id == house.structure.id)
    ).one()
    return {"given_share_id": share_id, "given_file_id": file_id}


def _of_interviews(session: Session, house: House) -> dict[str, object]:
    """Those of the recruiter, held by the administrator; and what the recruiter shares."""
    assert house.interview is not None
    assert house.opened is not None
    assert house.share is not None
    agreed = (
        select(InterviewAgreement.interview_id, InterviewAgreement.id)
        .join(Interview, Interview.id == InterviewAgreement.interview_id)
        .where(Interview.organisation_id == house.structure.id)
    )
    is_open = InterviewAgreement.interview_id == house.opened.id
    _opened, open_agreement = session.execute(agreed.where(is_open)).one()
    signed, agreement = session.execute(agreed.where(~is_open)).one()
    return {
        "interview_id": house.interview.id,
        "opened_id": house.opened.id,
        "signed_id": signed,
        "agreement_id": agreement,
        "open_agreement_id": open_agreement,
        "share_id": house.share.id,
    }


def _of_host(session: Session, host: Host, house: House) -> dict[str, object]:
    entry = session.scalars(select(NomenclatureEntry.id).limit(1)).one()
    return {
        **_framework(session, Framework.code == GUIDE.code),
        "organisation": host.organisation.slug,
        "federation_id": house.federation.id,
        "entry_id": entry,
        "person_id": host.watcher.id,
        "invitation_id": host.invitation.id,
        "term_id": host.term.id,
    }


def _of_no_host(session: Session, house: House) -> dict[str, object]:
    """The operator supervises every federation and corrects every entry, so what is not its own is
    a structure where a federation is meant, its people and its invitations, a federation's own
    framework, and an entry that is not there.
    """
    return {
        **_framework(session, Framework.organisation_id == house.federation.id),
        "federation_id": house.structure.id,
        "entry_id": uuid4(),
        "person_id": house.recruiter.id,
        "invitation_id": house.holes["invitation_id"],
        "term_id": house.federal_holes["term_id"],
    }


def address(rule: Rule, holes: dict[str, object], door: dict[str, object] | None = None) -> str:
    """The address of a route with these things in its holes, behind the door of `door` if given.

    A hole nobody filled is a mistake of the test, not a 404.
    """
    group = rule.endpoint.rpartition(".")[0]
    known = {**_WORDS, "step": _STEPS.get(group, "job"), **holes}
    if rule.endpoint.rpartition(".")[2] in _SIGNED and "signed_id" in known:
        known["interview_id"] = known["signed_id"]
    if rule.endpoint.rpartition(".")[2] in _OPENED and "opened_id" in known:
        known["interview_id"] = known["opened_id"]
    instead = _INSTEAD_IN.get(group, {}) | _INSTEAD.get(rule.endpoint, {})
    for hole, other in instead.items():
        known[hole] = known.get(other, known.get(hole))
    if rule.endpoint == "employer.texts.edit_text":
        known["language"] = "fr"  # the one a structure has words of its own in
    if door is not None and "organisation" in door:
        known["organisation"] = door["organisation"]
    unknown = set(rule.arguments) - set(known)
    assert unknown == set(), f"{rule.endpoint}: say in tests/walls/tries.py what {unknown} may be"
    built = rule.build({name: known[name] for name in rule.arguments})
    assert built is not None, rule.rule
    return str(built[1])


def methods(rule: Rule) -> list[str]:
    """HEAD comes with GET, but for a route of its own."""
    found = (rule.methods or set()) - {"OPTIONS"}
    return sorted(found - {"HEAD"} or found)


def enter_as(app: Flask, house: House | Host, person: Person | None) -> FlaskClient:
    """A browser in which this person is signed in; nobody if None."""
    client = app.test_client()
    if person is not None:
        with client.session_transaction(base_url=BASE) as cookie:
            cookie["_user_id"] = house.tokens[person.id]
            cookie["_fresh"] = True
    return client


def answers(client: FlaskClient, rule: Rule, url: str) -> dict[str, TestResponse]:
    """What each method gives, a form filled in where it must be."""
    headers = _HEADERS.get(rule.endpoint, {})
    return {
        method: client.open(
            url,
            method=method,
            base_url=BASE,
            headers=headers,
            data=_filled(rule) if method == "POST" else None,
        )
        for method in methods(rule)
    }


def _filled(rule: Rule) -> dict[str, object]:
    """Files are read once: each try gets its own."""
    return {
        name: (BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value
        for name, value in _FILLED.get(rule.endpoint, {}).items()
    }


def statuses(client: FlaskClient, rule: Rule, url: str) -> dict[str, int]:
    found = answers(client, rule, url)
    return {method: answer.status_code for method, answer in found.items()}


def read(answer: TestResponse) -> str:
    """What it says, as somebody would read it: a PDF, what is in a ZIP and in a workbook too."""
    if answer.mimetype == "application/pdf":
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    if answer.mimetype in ZIPPED:
        archive = ZipFile(BytesIO(answer.data))
        whole = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        return " ".join([*archive.namelist(), *whole])
    return answer.get_data(as_text=True)


def strangers(app: Flask, town: Town, kind: str) -> Iterator[tuple[str, FlaskClient]]:
    """Whoever has nothing to do behind our door of this kind."""
    ours, theirs = town.houses
    yield "anonymous", enter_as(app, ours, None)
    yield "candidate", enter_as(app, ours, ours.candidate)
    yield "other organisation", enter_as(app, theirs, theirs.administrator)
    yield "other federation", enter_as(app, theirs, theirs.federal_officer)
    if kind != "structure":
        yield "our structure", enter_as(app, ours, ours.administrator)
    if kind != "federation":
        yield "our federation", enter_as(app, ours, ours.federal_officer)
    if kind != "operator":
        yield "host association", enter_as(app, town.host, town.host.administrator)


def strangers_let_in(app: Flask, town: Town, rule: Rule) -> dict[str, dict[str, int]]:
    """Who got anything but 404 behind our door, with the address of a real thing of ours."""
    kind = kind_of(rule)
    url = address(rule, town.holes[kind][0])
    tried = {who: statuses(client, rule, url) for who, client in strangers(app, town, kind)}
    return {who: found for who, found in tried.items() if set(found.values()) != {404}}


def members(app: Flask, town: Town, kind: str) -> dict[str, FlaskClient]:
    """One member of ours of this kind in each role there is."""
    ours, host = town.houses[0], town.host
    by_kind: dict[str, dict[str, tuple[House | Host, Person]]] = {
        "structure": {
            "administrator": (ours, ours.administrator),
            "recruiter": (ours, ours.recruiter),
            "writer": (ours, ours.writer),
            "manager": (ours, ours.manager),
            "member": (ours, ours.member),
            "translator": (ours, ours.translator),
        },
        "federation": {
            "administrator": (ours, ours.federal_officer),
            "writer": (ours, ours.federal_writer),
            "translator": (ours, ours.federal_translator),
            "member": (ours, ours.federal_member),
        },
        "operator": {
            "administrator": (host, host.administrator),
            "writer": (host, host.watcher),
        },
    }
    return {role: enter_as(app, house, person) for role, (house, person) in by_kind[kind].items()}


def lesser_roles_let_in(app: Flask, town: Town, rule: Rule) -> dict[str, dict[str, int]]:
    """Which roles that may not enter got anything but a refusal, about a real thing of ours."""
    kind, allowed = kind_of(rule), ACCESS[rule.endpoint].roles
    url = address(rule, town.holes[kind][0])
    tried = {
        role: statuses(client, rule, url)
        for role, client in members(app, town, kind).items()
        if role not in allowed
    }
    return {role: found for role, found in tried.items() if not set(found.values()) <= {403, 404}}


def nobody_let_in(app: Flask, town: Town, rule: Rule) -> dict[str, int]:
    """What somebody who is not signed in got about a real thing of ours, other than 404."""
    url = address(rule, town.holes[kind_of(rule)][0])
    found = statuses(enter_as(app, town.houses[0], None), rule, url)
    return {method: status for method, status in found.items() if status != 404}


def foreign_answers(app: Flask, town: Town, rule: Rule) -> dict[str, TestResponse]:
    """What an administrator is told of a foreign thing behind their own door."""
    kind = kind_of(rule)
    ours, theirs = town.holes[kind]
    if kind == "signed_in":
        client = enter_as(app, town.houses[0], town.houses[0].candidate)
    else:
        client = members(app, town, kind)["administrator"]
    return answers(client, rule, address(rule, theirs, ours))


def foreign_let_through(app: Flask, town: Town, rule: Rule) -> dict[str, int]:
    """What it was, other than 404."""
    found = foreign_answers(app, town, rule)
    return {
        method: answer.status_code for method, answer in found.items() if answer.status_code != 404
    }


def foreign_got(app: Flask, town: Town, rule: Rule) -> set[str]:
    """The methods that really gave something foreign: its words or its bytes, or a change of it.

    An error is nothing, nor is a refusal that knows too much.
    """
    found = foreign_answers(app, town, rule)
    return {method for method, answer in found.items() if _is_got(town, rule, method, answer)}


def _is_got(town: Town, rule: Rule, method: str, answer: TestResponse) -> bool:
    shown = read(answer).casefold()
    tells = any(mark.casefold() in shown for mark in (town.houses[1].word, "theirs"))
    if method == "GET":
        is_enough = tells or rule.endpoint in _ONLY_A_FORM
        return answer.status_code in {200, 206} and is_enough
    return answer.status_code < 400 or (answer.status_code == 422 and tells)
