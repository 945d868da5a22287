"""« Ne pas être seul·e »: those who appear near see each other, and nobody else does."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.events.actions import nearby as actions
from portal.events.errors import NotNear
from portal.events.models import NearbyCard, NearbyMessage
from portal.events.queries import nearby
from portal.kernel import clock
from portal.kernel.errors import Invalid, NotFound, Throttled
from portal.kernel.models import Erasure
from portal.organisations.enums import OrganisationKind, Role
from portal.organisations.scope import Actor
from tests.events.conftest import Circle
from tests.factories.people import make_organisation
from tests.support.outbox import Outbox

Acting = Callable[[Actor], AbstractContextManager[Session]]


def facts(name: str, department: str = "75", days: int = 90) -> actions.CardFacts:
    return actions.CardFacts(
        shown_name=name,
        department=department,
        until=clock.today() + timedelta(days=days),
        languages=["ps"],
    )


@pytest.fixture
def appear(circle: Circle, acting: Acting) -> Callable[..., Actor]:
    def make(name: str, department: str = "75", days: int = 90) -> Actor:
        actor = circle.actor(name)
        with acting(actor) as session:
            actions.appear(session, actor, facts(name, department, days), as_peer=True)
        return actor

    return make


def near(acting: Acting, actor: Actor) -> list[str]:
    with acting(actor) as session:
        return [card.shown_name for card in nearby.list_near(session, actor)]


def test_one_sees_around_oneself_once_one_appears(
    circle: Circle, acting: Acting, appear: Callable[..., Actor]
) -> None:
    appear("Idris", "93")
    appear("Lina", "33")
    noor = circle.actor("Noor")
    assert near(acting, noor) == []
    with acting(noor) as session:
        assert session.scalar(select(func.count()).select_from(NearbyCard)) == 0
    appear("Noor")
    assert near(acting, noor) == ["Idris"]
    assert near(acting, circle.actor("Lina")) == []


def test_disappearing_is_at_once_both_ways(
    circle: Circle, acting: Acting, appear: Callable[..., Actor], backstage: Session
) -> None:
    noor, idris = appear("Noor"), appear("Idris", "93")
    with acting(noor) as session:
        actions.disappear(session, noor)
    assert near(acting, idris) == []
    assert near(acting, noor) == []
    with acting(idris) as session, pytest.raises(NotFound):
        actions.write_to(session, idris, circle.people["Noor"].id, "Bonjour")
    assert backstage.scalars(select(Erasure.kind)).all() == ["nearby_card"]


def test_a_card_ends_on_its_day(
    circle: Circle, acting: Acting, appear: Callable[..., Actor]
) -> None:
    noor, idris = appear("Noor", days=10), appear("Idris", "93")
    with clock.pretending(clock.now() + timedelta(days=11)):
        assert near(acting, idris) == []
        assert near(acting, noor) == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"name": " "}, "shown_name"), ({"department": "00"}, "department"), ({"days": 400}, "until")],
)
def test_a_card_says_what_it_must(
    circle: Circle, acting: Acting, changed: dict[str, object], field: str
) -> None:
    noor = circle.actor("Noor")
    told = facts(**({"name": "Noor"} | changed))  # type: ignore[arg-type]  # one of each kind
    with acting(noor) as session, pytest.raises(Invalid) as refusal:
        actions.appear(session, noor, told, as_peer=True)
    assert set(refusal.value.fields) == {field}


def test_words_are_carried_without_an_address(
    circle: Circle,
    acting: Acting,
    appear: Callable[..., Actor],
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    noor, idris = appear("Noor"), appear("Idris", "93")
    assert noor.person_id
    assert idris.person_id
    with acting(noor) as session:
        actions.write_to(session, noor, idris.person_id, "On prend un café ?")
    run_jobs()
    [told] = outbox.messages
    assert told.to == "+33639981101"
    assert "café" not in told.text
    assert "Noor" not in told.text
    with acting(idris) as session:
        [talk] = nearby.list_conversations(session, idris)
        assert (talk.name, talk.messages[0].body) == ("Noor", "On prend un café ?")
        actions.write_to(session, idris, noor.person_id, "Avec plaisir.")
    with acting(noor) as session:
        talk = nearby.get_conversation(session, noor, idris.person_id)
        assert [m.body for m in talk.messages] == ["On prend un café ?", "Avec plaisir."]


def test_wanting_nothing_more_holds(
    circle: Circle, acting: Acting, appear: Callable[..., Actor], backstage: Session
) -> None:
    noor, idris = appear("Noor"), appear("Idris", "93")
    assert noor.person_id
    assert idris.person_id
    with acting(noor) as session:
        actions.write_to(session, noor, idris.person_id, "Bonjour")
    with acting(idris) as session:
        actions.refuse(session, idris, noor.person_id)
    assert near(acting, noor) == []
    assert near(acting, idris) == []
    with acting(noor) as session, pytest.raises(NotFound):
        actions.write_to(session, noor, idris.person_id, "Encore")
    assert backstage.scalars(select(NearbyMessage.body)).all() == [""]


def test_whoever_stopped_appearing_cannot_write(
    circle: Circle, acting: Acting, appear: Callable[..., Actor]
) -> None:
    noor, idris = appear("Noor"), appear("Idris", "93")
    assert noor.person_id
    assert idris.person_id
    with acting(noor) as session:
        actions.write_to(session, noor, idris.person_id, "Bonjour")
        actions.disappear(session, noor)
    with acting(noor) as session, pytest.raises(NotNear):
        actions.write_to(session, noor, idris.person_id, "Encore")


def test_nobody_writes_to_everybody(
    circle: Circle, acting: Acting, appear: Callable[..., Actor]
) -> None:
    noor, idris = appear("Noor"), appear("Idris", "93")
    assert idris.person_id
    with acting(noor) as session:
        for number in range(actions.MESSAGES_PER_DAY):
            actions.write_to(session, noor, idris.person_id, f"Message {number}")
        with pytest.raises(Throttled):
            actions.write_to(session, noor, idris.person_id, "Encore un")


def test_one_says_that_one_takes_part_as_a_peer_and_it_is_not_kept(
    circle: Circle, acting: Acting
) -> None:
    noor = circle.actor("Noor")
    with acting(noor) as session:
        with pytest.raises(Invalid) as refusal:
            actions.appear(session, noor, facts("Noor"))
        assert set(refusal.value.fields) == {"as_peer"}
        actions.appear(session, noor, facts("Noor"), as_peer=True)
        # Changing what others see does not ask again.
        actions.appear(session, noor, facts("N."))


def test_those_who_work_together_never_see_each_other(
    circle: Circle, acting: Acting, appear: Callable[..., Actor], backstage: Session
) -> None:
    """Whatever their roles: no manager finds here those whose interviews they hold."""
    noor, idris, lina = appear("Noor"), appear("Idris", "93"), appear("Lina")
    make_organisation(
        backstage,
        OrganisationKind.STRUCTURE,
        "La Halte",
        members=[
            (circle.people["Noor"], Role.MEMBER),
            (circle.people["Idris"], Role.MANAGER),
        ],
    )
    assert (near(acting, noor), near(acting, idris)) == (["Lina"], ["Lina"])
    assert near(acting, lina) == ["Noor", "Idris"]
    assert noor.person_id
    with acting(idris) as session, pytest.raises(NotFound):
        actions.write_to(session, idris, noor.person_id, "Bonjour")
