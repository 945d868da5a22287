"""When an interview is due: the rules of law of a day, and what is sent before, once."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import delete, text, update
from sqlalchemy.orm import Session

from portal.engagements.enums import EngagementKind
from portal.engagements.models import Engagement
from portal.kernel import clock
from portal.kernel.i18n import show_date
from portal.organisations.enums import Standing
from portal.organisations.models import Membership, Organisation
from portal.people.models import Person
from portal.skills import interview_tasks
from portal.skills.actions import hires
from portal.skills.actions import interviews as actions
from portal.skills.interview_enums import InterviewKind, Topic
from portal.skills.queries import periods
from tests.factories.interviews import Team
from tests.support.outbox import Outbox

NADIA, KARIM = "nadia@example.org", "+33639980142"
HIRED = date(2024, 3, 15)


@pytest.mark.parametrize(
    ("on", "kind", "first", "then"),
    [
        # Before the law of 24 October 2025: every two years.
        (date(2025, 10, 25), InterviewKind.PATH, date(2026, 3, 15), date(2027, 6, 1)),
        # Since: the first year, then every four years.
        (date(2025, 10, 26), InterviewKind.PATH, date(2025, 3, 15), date(2029, 6, 1)),
        (date(2026, 11, 29), InterviewKind.PUBLIC, date(2025, 3, 15), date(2026, 6, 1)),
        (date(2026, 11, 29), InterviewKind.YEARLY, date(2025, 3, 15), date(2026, 6, 1)),
    ],
)
def test_the_rule_of_the_day_holds(
    team: Team, backstage: Session, on: date, kind: InterviewKind, first: date, then: date
) -> None:
    rule = periods.rule_of(backstage, kind, on)
    assert rule.source
    assert rule.next_due(HIRED) == first
    assert rule.next_due(HIRED, date(2025, 6, 1)) == then


def test_the_review_comes_after_seven_years_then_every_eight(
    team: Team, backstage: Session
) -> None:
    rule = periods.rule_of(backstage, InterviewKind.PATH, date(2026, 11, 29))
    assert rule.review_due(HIRED) == date(2031, 3, 15)
    assert rule.review_due(HIRED, date(2031, 3, 15)) == date(2039, 3, 15)
    old = periods.rule_of(backstage, InterviewKind.PATH, date(2020, 1, 1))
    assert old.review_due(HIRED) == date(2030, 3, 15)
    yearly = periods.rule_of(backstage, InterviewKind.YEARLY, date(2026, 11, 29))
    assert yearly.review_due(HIRED) is None


def test_the_last_day_of_a_month() -> None:
    assert clock.add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert clock.add_months(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert clock.add_months(date(2027, 3, 1), -48) == date(2023, 3, 1)


@pytest.fixture
def work(run_jobs: Callable[[], None], outbox: Outbox) -> Callable[[], None]:
    def run() -> None:
        interview_tasks.remind_interviews(0)
        run_jobs()

    return run


def test_both_are_reminded_of_a_moment_once(
    team: Team, outbox: Outbox, work: Callable[[], None]
) -> None:
    team.propose(within=timedelta(days=10), agreed=True)
    work()
    outbox.empty()
    with time_machine.travel(clock.now() + timedelta(days=4), tick=True):
        work()
        work()
    assert len(outbox.to(NADIA)) == len(outbox.to(KARIM)) == 1
    message = outbox.to(KARIM)[0]
    assert "Vous avez un rendez-vous bientôt" in message.text
    assert message.link.startswith("https://portail.example.org/my/interviews/")


def test_nothing_is_said_on_a_shared_phone(
    team: Team, outbox: Outbox, run_jobs: Callable[[], None]
) -> None:
    team.signed()
    run_jobs()
    assert outbox.to(KARIM)
    for message in outbox.to(KARIM):
        said = message.text.split("https://")[0].lower()
        for word in ("entretien", "halte", "nadia", "compte rendu", "pair"):
            assert word not in said, message.text


def test_each_step_is_told_to_the_other(
    team: Team, outbox: Outbox, run_jobs: Callable[[], None]
) -> None:
    interview_id = team.propose()
    run_jobs()
    assert "Une date vous est proposée" in outbox.to(KARIM)[0].text
    assert outbox.to(NADIA) == []
    with team.acting(team.karim) as session:
        actions.accept_date(session, team.karim, interview_id)
    run_jobs()
    assert "Votre date est acceptée" in outbox.to(NADIA)[0].text
    assert f"/employer/{team.structure.slug}/interviews/{interview_id}" in outbox.to(NADIA)[0].text


@pytest.mark.parametrize(("kind", "months"), [(InterviewKind.YEARLY, 12), (InterviewKind.PATH, 48)])
def test_the_next_one_is_recalled_before_it_is_due(
    team: Team,
    outbox: Outbox,
    run_jobs: Callable[[], None],
    work: Callable[[], None],
    kind: InterviewKind,
    months: int,
) -> None:
    team.signed(kind)
    run_jobs()
    outbox.empty()
    held = clock.today() + timedelta(days=10)
    due = clock.add_months(held, months)
    with time_machine.travel(_noon(due - timedelta(days=62)), tick=True):
        work()
    assert recalled(outbox, due) == []
    with time_machine.travel(_noon(due - timedelta(days=59)), tick=True):
        work()
        work()
    assert recalled(outbox, due) == [KARIM, NADIA]


def recalled(outbox: Outbox, due: date) -> list[str]:
    """Who is told of this day; the first interviews of the team are due on others."""
    words = f"à prévoir avant le {show_date(due)}"
    return sorted(one.to for one in outbox.messages if words in one.text)


def test_who_left_is_not_reminded(
    team: Team,
    backstage: Session,
    outbox: Outbox,
    run_jobs: Callable[[], None],
    work: Callable[[], None],
) -> None:
    team.signed()
    run_jobs()
    outbox.empty()
    backstage.execute(delete(Membership).where(Membership.person_id == team.worker.id))
    backstage.commit()
    due = clock.add_months(clock.today() + timedelta(days=10), 12)
    with time_machine.travel(clock.now() + timedelta(days=360), tick=True):
        work()
    assert recalled(outbox, due) == []
    assert outbox.to(KARIM) == []


def test_preparations_then_records_are_forgotten(
    team: Team, backstage: Session, run_jobs: Callable[[], None]
) -> None:
    interview_id = team.propose(InterviewKind.PATH, agreed=True)
    with team.acting(team.karim) as session:
        actions.prepare(session, team.karim, interview_id, Topic.PROJECT, "Mes mots.")
    team.signed()

    def left() -> tuple[int, int]:
        backstage.rollback()
        counts = [
            backstage.scalar(text(f"SELECT count(*) FROM {table}")) or 0
            for table in ("interview_preparation", "interview_record")
        ]
        return counts[0], counts[1]

    interview_tasks.forget_interviews(0)
    assert left() == (1, 1)
    with time_machine.travel(clock.now() + timedelta(days=366), tick=True):
        interview_tasks.forget_interviews(0)
    assert left() == (0, 1)
    with time_machine.travel(clock.now() + timedelta(days=3700), tick=True):
        interview_tasks.forget_interviews(0)
    assert left() == (0, 0)


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=clock.PARIS)


def test_an_administrator_is_reminded_once_who_signed_has_left(
    team: Team, backstage: Session, outbox: Outbox, work: Callable[[], None]
) -> None:
    team.signed()
    work()
    outbox.empty()
    leaving = delete(Membership).where(Membership.person_id == team.manager.id)
    backstage.execute(leaving)
    backstage.commit()
    due = clock.add_months(clock.today() + timedelta(days=10), 12)
    with time_machine.travel(clock.now() + timedelta(days=320), tick=True):
        work()
    assert outbox.to(NADIA) == []
    assert recalled(outbox, due) == [KARIM, "helene@example.org"]
    links = {one.link for one in outbox.to("helene@example.org") if show_date(due) in one.text}
    assert links == {"https://portail.example.org/employer/la-halte/interviews"}


@pytest.mark.parametrize(("is_review", "months"), [(True, 96), (False, 84)])
def test_the_etat_des_lieux_is_reminded(
    team: Team, outbox: Outbox, work: Callable[[], None], *, is_review: bool, months: int
) -> None:
    interview_id = team.propose(InterviewKind.PATH, agreed=True)
    team.open_both(interview_id)
    with team.acting(team.nadia) as session:
        actions.tell_review(session, team.nadia, interview_id, is_review=is_review)
    team.finish(interview_id)
    work()
    counted_from = clock.today() + timedelta(days=10) if is_review else clock.today()
    due = clock.add_months(counted_from, months)

    def told(days_before: int) -> int:
        outbox.empty()
        at = datetime.combine(due - timedelta(days=days_before), clock.now().timetz())
        with time_machine.travel(at, tick=True):
            work()
        return sum(show_date(due) in message.text for message in outbox.to(NADIA))

    assert told(90) == 0
    assert told(60) == 1
    assert told(50) == 0


def hire(
    team: Team,
    backstage: Session,
    hired_on: date | None,
    kind: str = "post",
    person: Person | None = None,
) -> None:
    """Karim, or somebody else, has a post, since a day the structure says or not."""
    who = person or team.worker
    backstage.add(
        Engagement(
            organisation_id=team.structure.id,
            person_id=who.id,
            name=who.display_name,
            kind=EngagementKind(kind),
            began=date(2026, 11, 1),
            hired_on=hired_on,
            created_at=clock.now(),
        )
    )
    backstage.commit()


def test_who_never_had_one_is_told_before_the_first(
    team: Team, backstage: Session, outbox: Outbox, work: Callable[[], None]
) -> None:
    hired = clock.add_months(clock.today() + timedelta(days=70), -12)
    hire(team, backstage, hired)
    work()
    assert outbox.messages == []
    with time_machine.travel(clock.now() + timedelta(days=11), tick=True):
        work()
        work()
        due = show_date(clock.add_months(hired, 12))
    (told,) = outbox.to(KARIM)
    assert f"Un rendez-vous de travail est à prévoir avant le {due}." in told.text
    assert told.link.endswith("/my/interviews")
    (to_manager,) = outbox.to(NADIA)
    assert to_manager.link.endswith("/employer/la-halte/interviews")
    assert "Karim" not in to_manager.text
    for word in ("entretien", "halte", "embauche", "pair"):
        assert word not in told.text.split("https://")[0].lower()


def test_late_already_it_is_said_without_a_day_gone_by(
    team: Team, backstage: Session, outbox: Outbox, work: Callable[[], None]
) -> None:
    hire(team, backstage, date(2019, 3, 15))
    work()
    assert "est à prévoir." in outbox.to(KARIM)[0].text
    assert "2020" not in outbox.to(KARIM)[0].text


@pytest.mark.parametrize("why", ["left", "volunteer", "proposed", "signed"])
def test_who_is_not_concerned_is_not_told(
    team: Team, backstage: Session, outbox: Outbox, work: Callable[[], None], why: str
) -> None:
    hire(team, backstage, date(2024, 3, 15), "volunteering" if why == "volunteer" else "post")
    if why == "left":
        backstage.execute(delete(Membership).where(Membership.person_id == team.worker.id))
        backstage.commit()
    if why == "proposed":
        team.propose(InterviewKind.PATH)
    if why == "signed":
        team.signed(InterviewKind.PATH)
    work()
    outbox.empty()
    work()
    about_first = [one for one in outbox.messages if "est à prévoir" in one.text]
    assert about_first == []
    if why in {"left", "volunteer"}:
        assert outbox.to(KARIM) == []


def test_a_manager_of_many_is_told_once_a_month(
    team: Team, backstage: Session, outbox: Outbox, work: Callable[[], None]
) -> None:
    """Of the day that comes first, however many were hired, on whatever days."""
    hired = date(2026, 1, 20)
    for rank, person in enumerate((team.worker, team.director, team.colleague)):
        hire(team, backstage, hired + timedelta(days=rank), person=person)

    def told(on: datetime) -> list[str]:
        outbox.empty()
        with time_machine.travel(on, tick=True):
            work()
            work()
        return [one.text for one in outbox.to(NADIA) if "est à prévoir" in one.text]

    (first,) = told(datetime(2026, 12, 10, 9, tzinfo=clock.PARIS))
    assert show_date(date(2027, 1, 20)) in first
    # The first one is convened: the next one waits for the next month.
    with time_machine.travel(datetime(2026, 12, 11, 9, tzinfo=clock.PARIS), tick=True):
        team.propose(InterviewKind.PATH)
    assert told(datetime(2026, 12, 12, 9, tzinfo=clock.PARIS)) == []
    (then,) = told(datetime(2027, 1, 4, 9, tzinfo=clock.PARIS))
    assert show_date(date(2027, 1, 21)) in then


def test_a_structure_that_is_suspended_is_not_told(
    team: Team, backstage: Session, outbox: Outbox, work: Callable[[], None]
) -> None:
    hire(team, backstage, date(2024, 3, 15))
    backstage.execute(
        update(Organisation)
        .where(Organisation.id == team.structure.id)
        .values(standing=Standing.SUSPENDED)
    )
    backstage.commit()
    work()
    assert outbox.to(NADIA) == []
    assert len(outbox.to(KARIM)) == 1


def test_what_one_says_of_ones_hire_stays_with_oneself(
    team: Team, backstage: Session, outbox: Outbox, work: Callable[[], None]
) -> None:
    """The structure says nothing: it is told by the arrival, the person by their own date."""
    with team.acting(team.karim) as session:
        hires.state_hire(session, team.worker.id, team.structure.id, date(2024, 3, 15))
    work()
    assert len(outbox.to(KARIM)) == 1
    assert outbox.to(NADIA) == []
    # Told by their arrival, a year on, the manager still does not learn the day.
    days = (date(2027, 11, 30), date(2027, 11, 30))
    told = backstage.execute(
        text("SELECT told_id, counted_from FROM door_first_interviews(ARRAY[]::text[], :a, :b)"),
        dict(zip("ab", days, strict=True)),
    ).all()
    stated = [one.told_id for one in told if one.counted_from == date(2024, 3, 15)]
    assert stated == [team.worker.id]
    assert team.manager.id in {one.told_id for one in told}
    # The structure's own date counts once it says one.
    hire(team, backstage, clock.today())
    outbox.empty()
    with time_machine.travel(clock.now() + timedelta(days=1), tick=True):
        work()
    assert outbox.messages == []
