"""Each of the first three walls taken down, to see that the alarm rings.

`tries.py` is what the matrix tries. Here it is tried with the guard of a door gone, with the owner
out of every `where`, with a policy that always says yes: something must get through, or the tests
that found nothing prove nothing. Row-level security is down wherever it would hide the hole.
"""

from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import delete, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from portal.config import Settings
from portal.events.models import MeetingSignUp, NearbyCard
from portal.files.enums import FilePurpose
from portal.files.models import StoredFile
from portal.jobs.models import StateText
from portal.kernel.db import Database, reach
from portal.kernel.errors import DomainError
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.scope import Place
from portal.people.actions import codes
from portal.people.actions.codes import Browser
from portal.people.enums import CodePurpose
from portal.skills.models import (
    CareerProject,
    CvChoice,
    Framework,
    KnowledgeLine,
    ProfileVersion,
)
from tests.factories.groups import LINK
from tests.factories.house import CANARY, NOW
from tests.factories.stored import seal_objects
from tests.walls import tries
from tests.walls.attempts import ATTEMPTS, LEANS_ON_A_QUERY, POLICIES, Attempt, Trial
from tests.walls.test_canary import crawl, leaks, read
from tests.walls.tries import BASE, KINDS, MEMBERS, Town, enter_as, members

INSIDE = (*MEMBERS, "signed_in")
# Pages without an id that show nothing of anybody, each with its reason.
_EMPTY = "an empty form"
_ROLES = "what each role can do, made from the policies"
_OWN_CARD = "a form with one's own card, which is read by the id the door proved"
_ONLINE = (
    "what another federation has online is for each of them, its draft for none: test_relays.py"
)
_PORTALS = "the portal's own, the same for every member of the one host association"
NOBODYS = {
    "account.contacts.show_code": "the code of this browser: tried above, without the ground",
    "account.contacts.show_form": _EMPTY,
    "account.structures.show_form": "a form that lists the federations, which are public",
    "employer.establishments.show_new": _EMPTY,
    "employer.trainings.show_session": "a public session: tried in spaces/employer/test_trainings",
    "employer.settings.show_form": _OWN_CARD,
    "employer.team.show_roles": _ROLES,
    "federation.groups.show_new": _EMPTY,
    "federation.imports.download_model": "a table with its headers, and nothing in it",
    "federation.settings.show_form": _OWN_CARD,
    "federation.team.show_roles": _ROLES,
    "federation.venues.show_new": _EMPTY,
    "operator.federations.list_federations": "every federation, which the operator supervises",
    "operator.federations.show_form": _EMPTY,
    "operator.guide.list_lines": _PORTALS,
    "operator.nomenclatures.list_schemes": _PORTALS,
    "operator.nomenclatures.show_new": _EMPTY,
    "operator.nomenclatures.show_scheme": _PORTALS,
    "operator.service.show_service": "counts through doors of their own (test_each_door.py)",
    "operator.team.show_roles": _ROLES,
    "peer.grid.show_own_form": _EMPTY,
    "peer.groups.find_link": _EMPTY,
    "peer.groups.show_link": "whoever holds the link enters, and one made up opens nothing",
    "peer.groups.show_new": _EMPTY,
    "peer.knowledge.show_form": _EMPTY,
    "peer.path.show_language_form": _EMPTY,
    "peer.path.show_stage_form": _EMPTY,
    "peer.path.show_step_form": _EMPTY,
    "peer.trainings.show_ideas": "lines of the portal beside one's answers: test_ideas.py",
    "peer.versions.show_export": "it asks which parts to take; the parts are in the file",
}
# Pages with an id whose thing has no owner among the members, so that no owner can be forgotten.
# What a federation publishes to fill in is for everybody who has an account, and its draft for
# nobody: `test_what_a_federation_publishes_is_for_everybody`.
OFFERED = {
    "federation.relays.relay_training": _ONLINE,
    "federation.relays.show_training": _ONLINE,
    "federation.relays.stop_relaying": _ONLINE,
    "operator.guide.add_recording": _PORTALS,
    "operator.guide.complete_line": _PORTALS,
    "operator.guide.remove_recording": _PORTALS,
    "operator.guide.show_line": _PORTALS,
    "operator.nomenclatures.amend_entry": _PORTALS,
    "operator.nomenclatures.show_entry": _PORTALS,
    "peer.grid.choose_framework": "published for everybody, or a draft of nobody's",
    "peer.grid.play_reading": "published for everybody, or a draft of nobody's",
}
# What asks once more where the query forgot: policies, whether one is in the team, whether somebody
# runs the group. Each is made to answer as the thing's own people would hear, and then it is had.
_OFFERS = "portal.jobs.policy.offers"
_TEAM = {"portal.organisations.queries.teams.TeamLine.has": True}
_EDIT = {f"{_OFFERS}.can_edit": True}
_MOVE = {f"{_OFFERS}.can_move": True}
_TRAINING = "portal.trainings.policy"
_TRANSLATE = {f"{_OFFERS}.can_translate": True}
_TRANSLATE_TRAINING = {f"{_TRAINING}.can_translate": True}
_LISTED = {f"{_TRAINING}.can_see_list": True}
_LISTED_PAGES = ("download_attendance", "download_csv", "download_xlsx", "show_session")
_ARRANGED = {f"{_TRAINING}.can_see_needs": True}
_PLAN = {f"{_TRAINING}.can_plan": True}
_SESSION_MOVES = (
    "cancel_session",
    "close_session",
    "copy_session",
    "download_convocation",
    "edit_session",
    "invite",
    "list_interviews",
    "list_registrations",
    "make_move",
    "note_choice",
    "open_moments",
    "open_session",
    "plan_session",
    "play_recording",
    "remove_moment",
    "save_session",
    "send_message",
    "set_staff",
    "show_message",
    "show_moments",
    "show_move",
    "show_registration",
    "show_staff",
    "write_message",
)
_MARK = {f"{_TRAINING}.can_mark": True}
_CERTIFY = {f"{_TRAINING}.can_certify": True}
_KEEP = {f"{_TRAINING}.can_keep_venue": True}
_VENUE_MOVES = ("archive_venue", "delete_venue", "edit_venue", "restore_venue", "save_venue")
_SUPERVISE = {"portal.organisations.policy.can_supervise": True}
ASKED_AGAIN = {
    "employer.applications.remove_note": {"portal.jobs.policy.screening.can_remove_note": True},
    "employer.board.add_line": _TEAM,
    "employer.board.change_line": _TEAM,
    "employer.board.show_board": _TEAM,
    "employer.board.show_form": _TEAM,
    "employer.board.show_line": _TEAM,
    "employer.offers.add_recording": _EDIT,
    "employer.offers.ask_renewal": {f"{_OFFERS}.can_publish": True},
    "employer.offers.check_offer": _EDIT,
    "employer.offers.close_offer": {f"{_OFFERS}.can_close": True},
    "employer.offers.delete_draft": {f"{_OFFERS}.can_delete": True},
    "employer.offers.edit_step": _EDIT,
    "employer.offers.justify_offer": _EDIT,
    "employer.offers.list_languages": _EDIT,
    "employer.offers.pause_offer": _MOVE | {f"{_OFFERS}.can_pause": True},
    "employer.offers.publish_offer": _MOVE | {f"{_OFFERS}.can_publish": True},
    "employer.offers.remove_recording": _EDIT,
    "employer.offers.renew_offer": _MOVE | {f"{_OFFERS}.can_renew": True},
    "employer.offers.resume_offer": _MOVE | {f"{_OFFERS}.can_resume": True},
    "employer.offers.save_step": _EDIT,
    **dict.fromkeys(
        (
            f"federation.held.{name}"
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
        ),
        _MARK | {f"{_TRAINING}.can_plan": True},
    ),
    **dict.fromkeys(
        (
            f"federation.certificates.{name}"
            for name in (
                "give_again",
                "issue",
                "list_certificates",
                "revoke_badge",
                "show_revocation",
            )
        ),
        _CERTIFY,
    ),
    "federation.structures.admit_structure": _SUPERVISE,
    **{f"federation.venues.{name}": _KEEP for name in _VENUE_MOVES},
    "employer.translations.add_reading": _TRANSLATE,
    "employer.translations.ask_drafts": _TRANSLATE,
    "employer.translations.list_readings": _TRANSLATE,
    "employer.translations.play_reading": _TRANSLATE,
    "employer.translations.remove_reading": _TRANSLATE,
    "employer.translations.edit_language": _TRANSLATE,
    "employer.translations.leave_to_people": _EDIT,
    "employer.translations.review_section": _TRANSLATE,
    "employer.translations.save_language": _TRANSLATE,
    "employer.translations.show_subject": _TRANSLATE,
    **{f"federation.sessions.{name}": _LISTED | _PLAN for name in _SESSION_MOVES},
    **{f"federation.sessions.{name}": _LISTED for name in _LISTED_PAGES},
    **{f"federation.sessions.{name}": _ARRANGED for name in ("list_needs", "mark_arranged")},
    "federation.sessions.show_panel": {f"{_TRAINING}.can_meet": True},
    "federation.trainings.archive_training": {f"{_TRAINING}.can_archive": True},
    "federation.trainings.edit_step": {f"{_TRAINING}.can_edit": True},
    "federation.trainings.publish_training": {f"{_TRAINING}.can_review": True},
    "federation.trainings.save_step": {f"{_TRAINING}.can_edit": True},
    "federation.trainings.send_back": {f"{_TRAINING}.can_review": True},
    "federation.translations.add_reading": _TRANSLATE_TRAINING,
    "federation.translations.ask_drafts": _TRANSLATE_TRAINING,
    "federation.translations.list_readings": _TRANSLATE_TRAINING,
    "federation.translations.play_reading": _TRANSLATE_TRAINING,
    "federation.translations.remove_reading": _TRANSLATE_TRAINING,
    "federation.translations.edit_language": _TRANSLATE_TRAINING,
    "federation.translations.review_section": _TRANSLATE_TRAINING,
    "federation.translations.save_language": _TRANSLATE_TRAINING,
    "federation.translations.show_subject": _TRANSLATE_TRAINING,
    "federation.structures.suspend_structure": _SUPERVISE,
    "operator.federations.admit_federation": _SUPERVISE,
    "operator.federations.invite_administrator": _SUPERVISE,
    "operator.federations.suspend_federation": _SUPERVISE,
    "peer.groups.take_over": {"portal.events.queries.groups.is_run": False},
    "peer.groups.withdraw_note": {"portal.events.policy.is_author": True},
    "peer.interviews.detach": {"portal.skills.policy.is_worker": True},
}
# Whatever the code says, a key of the database lets nobody write on the board of a team without
# being in it; and a door of it tells what participants think to their own federation only.
KEYED = {
    "employer.board.add_line",
    "federation.evaluations.play_voice",
    "federation.evaluations.show_results",
}
# Pages that only count: what they say of a record with one line of knowledge, of somebody who is in
# an organisation. The candidate who asks has no line and is in none.
COUNTED = {
    "account.profile.show_closing": "vous quittez vos équipes",
    "peer.record.show_record": "une connaissance est notée",
}


def _named(rules: list[Rule]) -> list[object]:
    return [pytest.param(rule, id=f"{rule.endpoint} {rule.rule}") for rule in rules]


# The first wall: the door.


def _open_to_everybody(backstage: Session) -> object:
    """What `enter` would be without the membership: whoever asks is an administrator."""

    def enter(session: Session, kind: OrganisationKind, slug: str) -> Place:
        row = backstage.execute(
            text("SELECT id, slug, name FROM organisation WHERE kind = :kind AND slug = :slug"),
            {"kind": kind.value, "slug": slug or "association-hote"},
        ).one()
        reach(session, organisation_id=row.id, organisation_kind=kind.value)
        return Place(row.id, kind, row.slug, row.name, Standing.ADMITTED, Role.ADMINISTRATOR)

    return enter


@pytest.mark.parametrize("space", sorted(KINDS))
def test_a_door_that_asks_no_membership_is_noticed(
    space: str,
    walled_app: Flask,
    small_town: Town,
    backstage: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("portal.web.space.queries.enter", _open_to_everybody(backstage))
    rules = [rule for rule in tries.ruled(KINDS[space]) if "GET" in tries.methods(rule)]
    found = {rule.endpoint: tries.strangers_let_in(walled_app, small_town, rule) for rule in rules}
    # An interview is between two people, a board among a team, and what somebody shows at work is
    # for those who manage there: whoever else administers the house is one too many. What is shown
    # to a federation is opened here by the other reader it has.
    stopped_further = {
        rule.endpoint
        for rule in rules
        if "interview_id" in rule.arguments
        or rule.endpoint.startswith("employer.board.")
        or rule.endpoint == "federation.sessions.list_needs"
        or (rule.endpoint.startswith("employer.shares.") and "share_id" in rule.arguments)
    }
    assert {endpoint for endpoint, let_in in found.items() if not let_in} == stopped_further
    everybody = {who for who, _ in tries.strangers(walled_app, small_town, KINDS[space])}
    # Somebody nobody knows is still stopped by the other half of the guard.
    assert {who for let_in in found.values() for who in let_in} == everybody - {"anonymous"}


@pytest.mark.parametrize("space", sorted(KINDS))
def test_a_door_that_asks_nobody_who_they_are_is_noticed(
    space: str,
    walled_app: Flask,
    small_town: Town,
    backstage: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Known:
        is_authenticated = True

    monkeypatch.setattr("portal.web.space.current_user", Known)
    monkeypatch.setattr("portal.web.space.queries.enter", _open_to_everybody(backstage))
    rules = [rule for rule in tries.ruled(KINDS[space]) if "GET" in tries.methods(rule)]
    found = [tries.strangers_let_in(walled_app, small_town, rule) for rule in rules]
    assert any("anonymous" in let_in for let_in in found)


def _guarded(app: Flask) -> list[str]:
    """The blueprints that ask for a person, as the application was wired."""
    return [
        str(name)
        for name, guards in app.before_request_funcs.items()
        if any(guard.__name__ == "_require_sign_in" for guard in guards)
    ]


def test_a_door_that_asks_for_no_person_is_noticed(
    walled_app: Flask, small_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    guarded = _guarded(walled_app)
    assert {name.split(".")[0] for name in guarded} == {"account", "peer"}
    stopped_elsewhere = set()
    for name in guarded:
        with monkeypatch.context() as patch:
            patch.setitem(walled_app.before_request_funcs, name, [])
            rules = [r for r in tries.ruled("signed_in") if r.endpoint.startswith(f"{name}.")]
            found = [tries.nobody_let_in(walled_app, small_town, rule) for rule in rules]
        if not any(found):
            stopped_elsewhere.add(name)
    # Each of its views asks who the person is, and nobody is nobody.
    assert stopped_elsewhere == {"account.profile"}


# The second wall: the owner in each `where`.


@pytest.mark.parametrize("kind", INSIDE)
def test_the_where_holds_without_the_ground(
    kind: str, walled_app: Flask, small_town: Town, no_ground: None
) -> None:
    rules = [rule for rule in tries.ruled(kind) if tries.has_id(rule)]
    found = {
        rule.endpoint: tries.foreign_let_through(walled_app, small_town, rule) for rule in rules
    }
    assert {endpoint: statuses for endpoint, statuses in found.items() if statuses} == {}


@pytest.mark.parametrize(
    "who", ["administrator", "federal_officer", "candidate", "recruiter", "writer"]
)
def test_no_list_leaks_without_the_ground(
    who: str, walled_app: Flask, small_town: Town, backstage: Session, no_ground: None
) -> None:
    seal_objects(backstage)
    backstage.commit()
    ours, _ = small_town.houses
    starts = ["/"]
    for rule in tries.ruled("structure", "federation", "signed_in"):
        if "GET" in tries.methods(rule):
            mine, foreign = small_town.holes[tries.kind_of(rule)]
            starts += [tries.address(rule, mine), tries.address(rule, foreign, mine)]
    assert leaks(crawl(enter_as(walled_app, ours, getattr(ours, who)), starts)) == []


def test_where_a_group_meets_is_told_to_those_who_come_without_the_ground(
    walled_app: Flask, small_town: Town, backstage: Session, no_ground: None
) -> None:
    ours, _ = small_town.houses
    assert ours.hosted is not None
    url = f"/my/groups/{ours.hosted.group.id}"
    client = enter_as(walled_app, ours, ours.candidate)
    assert LINK in client.get(url, base_url=BASE).text
    mine = MeetingSignUp.person_id == ours.candidate.id
    backstage.execute(delete(MeetingSignUp).where(mine))
    backstage.commit()
    shown = client.get(url, base_url=BASE)
    assert shown.status_code == 200
    assert LINK not in shown.text


@pytest.mark.parametrize(
    "rule",
    _named([rule for rule in tries.ruled("signed_in") if rule.endpoint in OFFERED]),
)
def test_what_a_federation_publishes_is_for_everybody(
    rule: Rule, walled_app: Flask, small_town: Town, backstage: Session
) -> None:
    """And its draft for nobody, until then."""
    assert tries.foreign_got(walled_app, small_town, rule) == set()
    seal_objects(backstage)
    backstage.execute(update(Framework).values(published_at=NOW))
    read_aloud = update(StoredFile).where(StoredFile.purpose == FilePurpose.READING)
    backstage.execute(read_aloud.values(is_public=True))
    backstage.commit()
    assert tries.foreign_got(walled_app, small_town, rule) == set(tries.methods(rule))


def test_a_code_waits_in_its_own_browser_without_the_ground(
    database: Database, settings: Settings, no_ground: None
) -> None:
    key = settings.key("people")
    sent = {
        "awa@example.org": Browser("one", "192.0.2.1"),
        "noor@example.org": Browser("other", "192.0.2.2"),
    }
    for typed, browser in sent.items():
        with database.session() as session:
            codes.ask_code(session, key, browser, typed, locale="fr")
            session.commit()
    for typed, browser in sent.items():
        with database.session() as session:
            waiting = codes.waiting_for(session, browser, CodePurpose.SIGN_IN)
            assert waiting is not None
            assert waiting.value == typed


@pytest.mark.parametrize(
    "rule",
    _named(
        [
            rule
            for rule in tries.ruled(*INSIDE)
            if tries.has_id(rule) and rule.endpoint not in OFFERED
        ]
    ),
)
def test_a_where_without_its_owner_is_noticed(
    rule: Rule,
    walled_app: Flask,
    small_town: Town,
    backstage: Session,
    no_ground: None,
    no_where: None,
    *,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So the ids the matrix tries are those of real things, and the wall alone hides them."""
    seal_objects(backstage)
    backstage.commit()
    again = ASKED_AGAIN.get(rule.endpoint, {})
    if again:
        assert tries.foreign_got(walled_app, small_town, rule) == set()
    for name, answer in again.items():
        monkeypatch.setattr(name, lambda *_, answer=answer, **__: answer)
    had = set() if rule.endpoint in KEYED else set(tries.methods(rule))
    assert tries.foreign_got(walled_app, small_town, rule) == had


@pytest.mark.parametrize(
    "rule",
    _named(
        [
            rule
            for rule in tries.ruled(*INSIDE)
            if "GET" in tries.methods(rule)
            and not tries.has_id(rule)
            and rule.endpoint not in NOBODYS
        ]
    ),
)
def test_a_list_without_its_owner_is_noticed(
    rule: Rule,
    walled_app: Flask,
    small_town: Town,
    backstage: Session,
    no_ground: None,
    no_where: None,
) -> None:
    kind, (ours, theirs) = tries.kind_of(rule), small_town.houses
    seal_objects(backstage)
    # The first page of a federation names those who wait for it.
    theirs.structure.standing = Standing.PENDING
    # Of these each person has one, so that whoever forgets the owner must find another's first.
    for one in (CareerProject, CvChoice, KnowledgeLine, NearbyCard, ProfileVersion):
        # Not `==`: the owner is out of that too.
        backstage.execute(delete(one).where(one.person_id.in_([ours.recruiter.id])))
    backstage.execute(delete(StateText).where(StateText.organisation_id.in_([ours.structure.id])))
    backstage.commit()
    if kind == "signed_in":
        client = enter_as(walled_app, ours, ours.candidate)
    else:
        client = members(walled_app, small_town, kind)["administrator"]
    url = tries.address(rule, small_town.holes[kind][0])
    shown = read(client, urlsplit(url).path)[1].casefold()
    assert theirs.joined is not None
    assert theirs.held is not None
    sessions = (theirs.joined.dates.id, theirs.held.dates.id)
    ids = (theirs.offer.id, theirs.application.id, *sessions)
    marks = {CANARY.casefold(), "theirs", *map(str, ids)}
    marks |= {COUNTED[rule.endpoint]} if rule.endpoint in COUNTED else set()
    assert any(mark in shown for mark in marks)


# The third wall: the policies.


def test_every_policy_has_somebody_it_refuses() -> None:
    """A new `can_…` needs its line in tests/walls/attempts.py: what it alone refuses."""
    assert set(POLICIES) == set(ATTEMPTS)


@pytest.mark.usefixtures("no_ground")
@pytest.mark.parametrize("name", sorted(POLICIES))
def test_a_policy_that_always_says_yes_is_noticed(
    name: str,
    walled_app: Flask,
    small_town: Town,
    database: Database,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if name not in LEANS_ON_A_QUERY:
        request.getfixturevalue("no_where")
    attempt, trial = ATTEMPTS[name], Trial(walled_app, small_town, database)
    refusal = _refusal(attempt, trial)
    assert isinstance(refusal, DomainError)
    module, function = POLICIES[name]
    monkeypatch.setattr(module, function, lambda *_, **__: True)
    # The database may stop it later, by a check of its own: the policy let it through.
    assert not isinstance(_refusal(attempt, trial), type(refusal))


def _refusal(attempt: Attempt, trial: Trial) -> Exception | None:
    try:
        attempt(trial)
    except (DomainError, IntegrityError) as refusal:
        return refusal
    return None
