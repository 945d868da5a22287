"""What is written about arrivals names nobody: phones are shared."""

from collections.abc import Callable

import pytest
import time_machine
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.engagements import tasks
from portal.engagements.actions import welcomes
from portal.engagements.enums import EngagementKind
from portal.people.models import Person
from tests.engagements.conftest import ARRIVAL, Here, on
from tests.support.outbox import Outbox


@pytest.mark.parametrize("language", ["fr", "ar", "ps"])
def test_each_is_told_where_to_go_and_nothing_else(
    inside: Session,
    here: Here,
    backstage: Session,
    run_jobs: Callable[[], None],
    outbox: Outbox,
    language: str,
) -> None:
    backstage.execute(update(Person).values(locale=language))
    backstage.commit()
    told = welcomes.Arrival(
        EngagementKind.MISSION, ARRIVAL.date(), here.newcomer.id, title="Écoute"
    )
    engagement = welcomes.start(inside, here.boss, told)
    inside.commit()
    with time_machine.travel(on(365), tick=False):
        tasks.tend_all()
    run_jobs()
    base = "https://portail.example.org"
    for address, place in (("awa", "/employer/la-halte"), ("leo", "/my")):
        messages = outbox.to(f"{address}@example.org")
        links = [message.link for message in messages]
        assert f"{base}{place}/welcome/{engagement.id}" in links
        assert all(link.startswith(f"{base}{place}/welcome/{engagement.id}") for link in links)
        for message in messages:
            assert "Léo" not in message.text
            assert "Écoute" not in message.text
    subjects = {message.subject for message in outbox.to("leo@example.org")}
    assert ("La fiche de poste a un an" in subjects) is (language == "fr")
