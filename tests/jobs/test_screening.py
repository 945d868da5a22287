"""Moving applications: who may, what is told, once, and what two people at once may do."""

import threading
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.jobs import step_texts, transitions
from portal.jobs.actions import screening, state_texts
from portal.jobs.actions.screening import Move
from portal.jobs.enums import ApplicationState as State
from portal.jobs.models import Application, ApplicationEvent, CallbackRequest
from portal.jobs.policy.screening import possible_steps
from portal.jobs.queries import callbacks, previews, waiting
from portal.jobs.queries import screening as queries
from portal.jobs.queries import state_texts as queries_of_texts
from portal.kernel import audit, clock, nomenclatures
from portal.kernel.db import Database, Reach
from portal.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.kernel.models import AuditEntry, OutgoingMessage
from portal.organisations.enums import Role
from portal.organisations.scope import Actor
from tests.factories.house import House, build_house
from tests.factories.screening import ask_for_call, inside, make_application, member

TEXT = "Bonjour. Voici la suite."
VERBS: dict[State, Callable[..., Any]] = {
    State.IN_REVIEW: screening.review_application,
    State.INTERVIEW: screening.invite_to_interview,
    State.OFFERED: screening.offer_post,
    State.ACCEPTED: screening.record_acceptance,
    State.DECLINED: screening.decline_application,
    State.POOL: screening.keep_for_later,
    State.OBSOLETE: screening.close_as_hired_elsewhere,
    State.WITHDRAWN: screening.record_withdrawal,
}
# Everything a state needs to stand, beside its name.
NEEDS: dict[State, dict[str, Any]] = {
    State.DECLINED: {"decline_kind": "post"},
    State.POOL: {
        "pool_consented_at": datetime(2026, 11, 1, 12, tzinfo=clock.PARIS),
        "pool_until": date(2028, 11, 1),
    },
}
LEGAL = sorted((start, end) for start in State for end in transitions.for_structure(start))
ILLEGAL = sorted(
    (start, end)
    for start in State
    if start != State.DRAFT
    for end in VERBS
    if end not in transitions.for_structure(start)
)


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_house(backstage, "ours", "OURS")
    backstage.commit()
    return built


@pytest.fixture
def recruiter(house: House) -> Actor:
    return member(house, house.recruiter)


@pytest.fixture
def session(database: Database, house: House) -> Any:
    with database.session(inside(house, house.recruiter)) as opened:
        yield opened


def _received(backstage: Session, house: House, state: State = State.RECEIVED) -> Application:
    application = make_application(
        backstage,
        house,
        state=state,
        waiting_for_answer=state in (State.RECEIVED, State.IN_REVIEW),
        **NEEDS.get(state, {}),
    )
    backstage.commit()
    return application


def _details(end: State) -> dict[str, Any]:
    if end == State.DECLINED:
        return {"reason": "post_filled"}
    if end == State.POOL:
        return {"consented_on": clock.today()}
    return {}


def _move(
    session: Session, actor: Actor, application: Application, end: State, **other: Any
) -> Application:
    move = Move(other.pop("version", 1), other.pop("text", TEXT))
    found: Application = VERBS[end](session, actor, application.id, move, **(_details(end) | other))
    session.commit()
    return found


def _messages(backstage: Session, application_id: UUID) -> list[OutgoingMessage]:
    backstage.expire_all()
    return list(
        backstage.scalars(select(OutgoingMessage).where(OutgoingMessage.about_id == application_id))
    )


@pytest.mark.parametrize(("start", "end"), LEGAL)
def test_a_legal_move_is_made_logged_and_told_once(
    session: Session, backstage: Session, house: House, recruiter: Actor, start: State, end: State
) -> None:
    application = _received(backstage, house, start)
    moved = _move(session, recruiter, application, end)
    assert (moved.state, moved.version) == (end, 2)
    event = backstage.scalars(
        select(ApplicationEvent).where(ApplicationEvent.application_id == application.id)
    ).one()
    assert (event.from_state, event.to_state) == (start, end)
    assert event.for_candidate
    assert event.data["text"] == TEXT
    told = _messages(backstage, application.id)
    assert [(m.channel, m.locale, m.data["text"]) for m in told] == [("sms", "ps", TEXT)]


@pytest.mark.parametrize(("start", "end"), ILLEGAL)
def test_an_illegal_move_changes_and_tells_nothing(
    session: Session, backstage: Session, house: House, recruiter: Actor, start: State, end: State
) -> None:
    application = _received(backstage, house, start)
    with pytest.raises(Conflict):
        _move(session, recruiter, application, end)
    session.rollback()
    backstage.refresh(application)
    assert (application.state, application.version) == (start, 1)
    assert _messages(backstage, application.id) == []


@pytest.mark.parametrize("end", VERBS)
def test_who_only_writes_offers_moves_nothing(
    database: Database, backstage: Session, house: House, end: State
) -> None:
    application = _received(backstage, house)
    writer = member(house, house.writer, Role.WRITER)
    with database.session(inside(house, house.writer)) as session, pytest.raises(NotAllowed):
        _move(session, writer, application, end)


@pytest.mark.parametrize("end", VERBS)
def test_another_structure_finds_nothing(
    database: Database, backstage: Session, house: House, end: State
) -> None:
    application = _received(backstage, house)
    theirs = build_house(backstage, "theirs")
    backstage.commit()
    stranger = member(theirs, theirs.recruiter)
    with database.session(inside(theirs, theirs.recruiter)) as session, pytest.raises(NotFound):
        _move(session, stranger, application, end)


def test_the_second_of_two_editors_is_told(
    session: Session, backstage: Session, house: House, recruiter: Actor
) -> None:
    application = _received(backstage, house)
    _move(session, recruiter, application, State.IN_REVIEW)
    with pytest.raises(Conflict, match="changé"):
        _move(session, recruiter, application, State.DECLINED, version=1)
    session.rollback()
    assert len(_messages(backstage, application.id)) == 1


def test_two_moves_at_once_make_one(
    database: Database, backstage: Session, house: House, recruiter: Actor
) -> None:
    application = _received(backstage, house)
    together = threading.Barrier(2)
    outcomes: list[str] = []

    def run(end: State) -> None:
        with database.session(inside(house, house.recruiter)) as opened:
            together.wait()
            try:
                _move(opened, recruiter, application, end)
            except Conflict:
                outcomes.append("conflict")
            else:
                outcomes.append(end)

    ends = (State.DECLINED, State.OBSOLETE)
    runners = [threading.Thread(target=run, args=(end,)) for end in ends]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    assert outcomes.count("conflict") == 1
    assert len(outcomes) == 2
    assert len(_messages(backstage, application.id)) == 1
    backstage.refresh(application)
    assert application.version == 2


def test_being_studied_is_not_an_answer(
    session: Session, backstage: Session, house: House, recruiter: Actor
) -> None:
    application = _received(backstage, house)
    due = application.answer_due_on
    moved = _move(session, recruiter, application, State.IN_REVIEW)
    assert moved.waiting_for_answer
    assert moved.answer_due_on == due


def test_an_interview_with_a_date_gives_the_next_word_a_date(
    session: Session, backstage: Session, house: House, recruiter: Actor
) -> None:
    application = _received(backstage, house)
    day = clock.today() + timedelta(days=7)
    at = datetime.combine(day, time(14, 30), tzinfo=clock.PARIS)
    moved = _move(session, recruiter, application, State.INTERVIEW, interview_on=at)
    assert not moved.waiting_for_answer
    assert moved.answer_due_on == day + timedelta(days=21)
    with pytest.raises(Invalid):
        _move(
            session,
            recruiter,
            application,
            State.INTERVIEW,
            version=2,
            interview_on=clock.now() - timedelta(hours=1),
        )


def test_an_interview_without_a_date_still_owes_a_word(
    session: Session, backstage: Session, house: House, recruiter: Actor
) -> None:
    application = _received(backstage, house)
    assert _move(session, recruiter, application, State.INTERVIEW).waiting_for_answer


@pytest.mark.parametrize("end", [State.DECLINED, State.OBSOLETE, State.WITHDRAWN])
def test_what_is_over_waits_for_nothing_and_nobody_calls_any_more(
    session: Session, backstage: Session, house: House, recruiter: Actor, end: State
) -> None:
    application = _received(backstage, house)
    application.adjustment = "Une pièce calme"
    callback = ask_for_call(backstage, application)
    backstage.commit()
    moved = _move(session, recruiter, application, end)
    assert (moved.waiting_for_answer, moved.adjustment) == (False, "")
    backstage.expire_all()
    found = backstage.get_one(CallbackRequest, callback.id)
    assert found.state == "given_up"


@pytest.mark.parametrize("reason", ["", "santé", "pas assez stable"])
def test_declining_takes_a_coded_reason_and_no_other(
    session: Session, backstage: Session, house: House, recruiter: Actor, reason: str
) -> None:
    application = _received(backstage, house)
    with pytest.raises(Invalid) as refusal:
        _move(session, recruiter, application, State.DECLINED, reason=reason)
    assert "reason" in refusal.value.fields


def test_every_reason_is_of_one_of_the_four_kinds(session: Session, house: House) -> None:
    kinds = {entry.data["kind"] for entry in nomenclatures.entries(session, "decline_reason")}
    assert kinds == {"post", "timing", "match", "person"}


def test_keeping_needs_the_persons_dated_consent(
    session: Session, backstage: Session, house: House, recruiter: Actor
) -> None:
    application = _received(backstage, house)
    for day in (None, clock.today() + timedelta(days=1), clock.today() - timedelta(days=1)):
        with pytest.raises(Invalid):
            _move(session, recruiter, application, State.POOL, consented_on=day)
        session.rollback()
    kept = _move(session, recruiter, application, State.POOL, consented_on=clock.today())
    assert kept.pool_until == clock.today() + timedelta(days=730)


def test_a_consent_given_on_the_follow_page_is_enough(
    session: Session, backstage: Session, house: House, recruiter: Actor
) -> None:
    application = _received(backstage, house)
    application.pool_consented_at = clock.now()
    application.pool_until = clock.today()
    backstage.commit()
    kept = _move(session, recruiter, application, State.POOL, consented_on=None)
    assert kept.state == State.POOL


def test_the_person_is_asked_once_whether_to_be_kept(
    session: Session, backstage: Session, house: House, recruiter: Actor
) -> None:
    application = _received(backstage, house)
    text = step_texts.default(step_texts.ASK_POOL, "ps")
    asked = screening.ask_to_keep(session, recruiter, application.id, Move(1, text))
    session.commit()
    assert asked.pool_asked_at
    assert step_texts.ASK_POOL not in possible_steps(asked)
    with pytest.raises(Conflict):
        screening.ask_to_keep(session, recruiter, application.id, Move(2, text))


def test_what_was_read_before_sending_is_what_leaves(
    session: Session, backstage: Session, house: House, recruiter: Actor
) -> None:
    application = _received(backstage, house)
    text = step_texts.default(State.DECLINED, "ps")
    found = queries.get_answered(session, recruiter, application.id)
    shown = previews.preview(
        session, found.application, found.offer, State.DECLINED, text, reason="post_filled"
    )
    _move(session, recruiter, application, State.DECLINED, text=text)
    assert _messages(backstage, application.id)[0].data["text"] == shown.text
    assert "{" not in shown.text
    assert shown.french


def test_the_persons_own_decision_is_not_told_back_to_them(
    session: Session, backstage: Session, house: House, recruiter: Actor
) -> None:
    application = _received(backstage, house)
    reason = "person_elsewhere"
    _move(session, recruiter, application, State.DECLINED, text="{raison}.", reason=reason)
    assert _messages(backstage, application.id)[0].data["text"] == "."


def test_a_structures_words_replace_ours_in_that_language_only(
    session: Session, house: House, recruiter: Actor
) -> None:
    state_texts.save_state_text(
        session, recruiter, step=State.OFFERED, language="fr", text="Venez lundi."
    )
    found = {
        language: queries_of_texts.find_text(session, house.structure.id, State.OFFERED, language)
        for language in ("fr", "ps")
    }
    assert found["fr"].body == "Venez lundi."
    assert found["ps"].is_ours
    state_texts.reset_state_text(session, recruiter, step=State.OFFERED, language="fr")
    assert queries_of_texts.find_text(session, house.structure.id, State.OFFERED, "fr").is_ours


@pytest.mark.parametrize("text", ["", "   ", "x" * 1001, "Bonjour {prénom}."])
def test_words_that_cannot_be_sent_are_refused(
    session: Session, backstage: Session, house: House, recruiter: Actor, text: str
) -> None:
    application = _received(backstage, house)
    with pytest.raises(Invalid) as refusal:
        _move(session, recruiter, application, State.OBSOLETE, text=text)
    assert "text" in refusal.value.fields


def test_the_audit_keeps_codes_and_never_the_words(
    session: Session, backstage: Session, house: House, recruiter: Actor
) -> None:
    backstage.execute(delete(AuditEntry))
    application = _received(backstage, house)
    _move(session, recruiter, application, State.DECLINED, text="Mot secret.")
    entry = backstage.scalars(select(AuditEntry)).one()
    assert entry.action == "application.moved"
    assert (entry.facts["from_state"], entry.facts["to_state"]) == ("received", "declined")
    assert "secret" not in str(entry.facts)
    assert audit.broken_links(backstage, str(house.structure.id)) == []


def test_everybody_left_is_answered_each_in_their_language(
    session: Session, backstage: Session, house: House, recruiter: Actor
) -> None:
    people = [_received(backstage, house) for _ in range(3)]
    people[1].locale = "fr"
    people[2].version = 4  # moved by a colleague since the page was shown
    backstage.commit()
    answered = screening.decline_everybody(
        session,
        recruiter,
        house.offer.id,
        [(one.id, 1) for one in people],
        reason="post_filled",
    )
    session.commit()
    assert answered == (2, 0)
    assert _messages(backstage, people[2].id) == []
    assert _messages(backstage, people[1].id)[0].data["text"] == "OURS texte"
    left = {one.id for one in queries.list_left(session, recruiter, house.offer.id)}
    assert people[2].id in left
    assert people[0].id not in left


def test_a_landline_and_no_email_gets_no_message_and_the_move_is_made(
    session: Session, backstage: Session, house: House, recruiter: Actor
) -> None:
    application = make_application(backstage, house, contact_phone="+33199000001")
    backstage.commit()
    moved = _move(session, recruiter, application, State.OBSOLETE)
    assert moved.state == State.OBSOLETE
    assert _messages(backstage, application.id) == []


@pytest.mark.parametrize("asked_before", ["", "reached", "waiting"])
def test_who_can_only_be_called_is_called(
    session: Session, backstage: Session, house: House, recruiter: Actor, asked_before: str
) -> None:
    """Also once it is over: the answer is said on the phone, where they are now or as they ask."""
    application = make_application(
        backstage, house, contact_phone="+33199000001", locale="fr-x-simple"
    )
    if asked_before:
        ask_for_call(
            backstage, application, language="ps", phone="+33199000002", state=asked_before
        )
    backstage.commit()
    _move(session, recruiter, application, State.DECLINED)
    (line,) = [
        one
        for one in callbacks.list_to_call(session, recruiter)
        if one.application_id == application.id
    ]
    expected = ("+33199000001", "fr")
    if asked_before == "waiting":
        expected = ("+33199000002", "ps")
    assert (line.phone, line.language) == expected
    found = waiting.today(session, recruiter).screening
    assert found is not None
    assert found.calls >= 1


def test_everybody_left_who_can_only_be_called_is_counted_apart(
    session: Session, backstage: Session, house: House, recruiter: Actor
) -> None:
    people = [_received(backstage, house), make_application(backstage, house)]
    people[1].contact_phone = "+33199000001"
    backstage.commit()
    shown = [(one.id, 1) for one in people]
    answered = screening.decline_everybody(
        session, recruiter, house.offer.id, shown, reason="post_filled"
    )
    assert answered == (1, 1)


def test_no_reach_no_move(database: Database, backstage: Session, house: House) -> None:
    """The fourth wall: an actor that claims a structure without its door finds nothing."""
    application = _received(backstage, house)
    with database.session(Reach()) as session, pytest.raises(NotFound):
        _move(session, member(house, house.recruiter), application, State.OBSOLETE)
