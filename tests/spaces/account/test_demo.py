"""The demo's accounts: one click each, and no account of their own outside it."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.config import Settings
from portal.demo.accounts import ACCOUNTS, DemoAccount
from portal.kernel.db import Database
from portal.people.models import ContactPoint
from tests.support.client import Visitor


@pytest.fixture
def demo(settings: Settings, database: Database) -> Visitor:
    app = create_app(replace(settings, demo=True), database)
    app.testing = True
    return Visitor(app, "https://portail.example.org")


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.key)
def test_one_click_makes_one_somebody(
    demo: Visitor, account: DemoAccount, backstage: Session
) -> None:
    form = demo.get("/").form(f"/demo/sign-in/{account.key}")
    answer = demo.fetch(form.action, "POST", data=dict(form.data({})))
    assert answer.headers["Location"] == account.home
    assert demo.get("/account").heading == "Mon compte"
    value = backstage.scalars(select(ContactPoint.value)).one()
    assert value == account.address


def test_nobody_becomes_who_is_not_listed(demo: Visitor) -> None:
    form = demo.get("/").form("/demo/sign-in/structure")
    answer = demo.fetch("/demo/sign-in/nobody", "POST", data=dict(form.data({})))
    assert answer.status_code == 404
