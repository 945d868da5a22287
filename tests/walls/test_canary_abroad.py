"""The second alarm where the crawl does not go: refusals of what should not be sent, messages."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import messages
from portal.kernel.db import Database
from portal.kernel.models import OutgoingMessage
from tests.factories.house import CANARY
from tests.support.outbox import Outbox
from tests.walls.chatter import insiders, speak
from tests.walls.test_canary import Read, every_address, leaks, read
from tests.walls.tries import Town, enter_as


@pytest.mark.parametrize("who", ["nobody", "administrator", "federal_officer", "candidate"])
def test_no_refusal_says_the_word(who: str, walled_app: Flask, small_town: Town) -> None:
    """Whatever is sent where it should not be: wrong methods, empty forms, things of others."""
    ours, _ = small_town.houses
    client = enter_as(walled_app, ours, None if who == "nobody" else getattr(ours, who))
    refused: dict[str, Read] = {}
    for method in ("POST", "PATCH", "DELETE"):
        for url in every_address(small_town, 1, "GET" if method == "DELETE" else method):
            refused[f"{method} {url}"], _ = read(client, url, method)
    assert leaks(refused) == []
    assert {one.status for one in refused.values()} >= {404, 405}


def test_no_message_takes_the_word_elsewhere(
    small_town: Town,
    database: Database,
    backstage: Session,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    """Mails and SMS, every template of them: what is said of a house stays among its people."""
    for house in small_town.houses:
        speak(database, backstage, house)
    run_jobs()
    sent = set(backstage.scalars(select(OutgoingMessage.template))) - {"test"}
    assert sent == set(messages.templates()), "say it in tests/walls/chatter.py"
    _, theirs = small_town.houses
    among_them = insiders(backstage, theirs)
    told = [one for one in outbox.messages if CANARY in one.subject + one.text + one.html]
    assert {one.to for one in told} <= among_them
    # A text message shows on a phone that others hold: it says nothing of anybody.
    assert {one.channel for one in outbox.messages} == {"mail", "sms"}
    assert {one.channel for one in told} == {"mail"}
    ours, _ = small_town.houses
    assert {one.to for one in outbox.messages} & insiders(backstage, ours)
