"""Signing in with a code, from the browser's side."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel.db import Database
from portal.organisations.enums import OrganisationKind, Role
from portal.people.models import ContactPoint, Person, SignIn
from tests.factories.people import make_organisation, make_person
from tests.support.client import Visitor
from tests.support.entry import ask_code, last_code, sign_in
from tests.support.htmx import HtmxVisitor
from tests.support.outbox import Outbox

Visitors = Callable[..., HtmxVisitor]
Jobs = Callable[[], None]
PHONE, TYPED = "+33639980101", "06 39 98 01 01"
EMAIL = "awa@example.org"


@pytest.fixture
def statements(database: Database) -> Iterator[list[str]]:
    """Every SQL statement the portal sends."""
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)


@pytest.mark.parametrize(("typed", "kept"), [(TYPED, PHONE), (EMAIL, EMAIL)])
def test_signing_up_is_signing_in(
    visitor: Visitor, run_jobs: Jobs, outbox: Outbox, backstage: Session, typed: str, kept: str
) -> None:
    landed = sign_in(visitor, typed, run_jobs, outbox, canonical=kept)
    assert landed.heading == "Mon espace"
    contact = backstage.scalars(select(ContactPoint)).one()
    assert contact.value == kept
    visitor.submit(visitor.get("/account").form("/sign-out"))
    sign_in(visitor, typed, run_jobs, outbox, canonical=kept)
    assert len(backstage.scalars(select(Person)).all()) == 1


def test_the_code_is_read_however_it_is_written(
    visitor: Visitor, run_jobs: Jobs, outbox: Outbox
) -> None:
    page = ask_code(visitor, EMAIL)
    run_jobs()
    code = last_code(outbox, EMAIL)
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    landed = visitor.submit(page.form("/sign-in/code"), code=f" {arabic[:3]} {arabic[3:]} ")
    assert landed.heading == "Mon espace"


def test_nothing_tells_whether_an_account_exists(
    new_visitor: Visitors, run_jobs: Jobs, outbox: Outbox, statements: list[str]
) -> None:
    """Same page, same statements, same message; counted, because a clock would only flicker."""
    sign_in(new_visitor(), EMAIL, run_jobs, outbox)
    seen = {}
    for name, address in {"known": EMAIL, "unknown": "bob@example.org"}.items():
        visitor = new_visitor()
        form = visitor.get("/sign-in").form("/sign-in")
        statements.clear()
        page = visitor.submit(form, address=address)
        seen[name] = ([*statements], page.text.replace(address, "…"))
    assert seen["known"] == seen["unknown"]
    run_jobs()
    (known, unknown) = (outbox.to(address)[-1] for address in (EMAIL, "bob@example.org"))
    hidden = {
        name: message.text.replace(last_code(outbox, message.to), "…")
        for name, message in {"known": known, "unknown": unknown}.items()
    }
    assert hidden["known"] == hidden["unknown"]


def test_a_code_works_once(visitor: Visitor, run_jobs: Jobs, outbox: Outbox) -> None:
    page = ask_code(visitor, EMAIL)
    run_jobs()
    code = last_code(outbox, EMAIL)
    visitor.submit(page.form("/sign-in/code"), code=code)
    visitor.submit(visitor.get("/account").form("/sign-out"))
    again = visitor.submit(page.form("/sign-in/code"), code=code, expect=400)
    assert "trop longtemps" in again.text  # the token of the form died with the session


def test_a_used_code_does_not_open_a_second_session(
    visitor: Visitor, run_jobs: Jobs, outbox: Outbox
) -> None:
    page = ask_code(visitor, EMAIL)
    run_jobs()
    code = last_code(outbox, EMAIL)
    visitor.submit(page.form("/sign-in/code"), code=code)
    response = visitor.fetch("/sign-in/code")
    assert response.headers["Location"] == "/sign-in"


def test_the_code_of_one_browser_is_nothing_in_another(
    new_visitor: Visitors, run_jobs: Jobs, outbox: Outbox
) -> None:
    asked, other = new_visitor(), new_visitor()
    ask_code(asked, EMAIL)
    run_jobs()
    code = last_code(outbox, EMAIL)
    waiting = ask_code(other, "bob@example.org")
    page = other.submit(waiting.form("/sign-in/code"), code=code, expect=422)
    assert "Il reste 4 essais" in page.text
    assert new_visitor().fetch("/sign-in/code").headers["Location"] == "/sign-in"


def test_five_tries_then_the_code_is_dead(visitor: Visitor, run_jobs: Jobs, outbox: Outbox) -> None:
    page = ask_code(visitor, EMAIL)
    run_jobs()
    code = last_code(outbox, EMAIL)
    wrong = "000000" if code != "000000" else "111111"
    for left in ("4 essais", "3 essais", "2 essais", "1 essai"):
        page = visitor.submit(page.form("/sign-in/code"), code=wrong, expect=422)
        assert f"Il reste {left}" in page.text
    page = visitor.submit(page.form("/sign-in/code"), code=wrong, expect=422)
    assert "dernier essai" in page.text
    late = visitor.submit(page.form("/sign-in/code"), code=code)
    assert late.heading == "Se connecter"
    assert "plus valable" in late.text


def test_wrong_tries_are_counted_across_codes(
    visitor: Visitor, run_jobs: Jobs, outbox: Outbox
) -> None:
    page = ask_code(visitor, EMAIL)
    run_jobs()
    wrong = "000000" if last_code(outbox, EMAIL) != "000000" else "111111"
    for _ in range(5):
        page = visitor.submit(page.form("/sign-in/code"), code=wrong, expect=422)
    again = ask_code(visitor, EMAIL)
    answer = visitor.submit(again.form("/sign-in/code"), code="123456", expect=429)
    assert 0 < int(answer.headers["Retry-After"]) <= 900


def test_three_codes_an_hour(visitor: Visitor) -> None:
    form = visitor.get("/sign-in").form("/sign-in")
    for _ in range(3):
        visitor.submit(form, address=EMAIL)
    answer = visitor.submit(form, address=EMAIL.upper(), expect=429)
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    visitor.submit(form, address="somebody.else@example.org")


def test_a_stranger_elsewhere_does_not_lock_the_owner_out(
    app: Flask, new_visitor: Visitors, run_jobs: Jobs, outbox: Outbox
) -> None:
    stranger = new_visitor()
    form = stranger.get("/sign-in").form("/sign-in")
    for _ in range(3):
        stranger.submit(form, address=EMAIL)
    stranger.submit(form, address=EMAIL, expect=429)
    owner = new_visitor()
    owner.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert sign_in(owner, EMAIL, run_jobs, outbox).heading == "Mon espace"


@pytest.mark.parametrize("typed", ["", "awa", "12", "01 99 00 12 34", "awa@", "06 39 98"])
def test_what_cannot_be_reached_is_refused_beside_the_field(visitor: Visitor, typed: str) -> None:
    page = visitor.submit(visitor.get("/sign-in").form("/sign-in"), address=typed, expect=422)
    assert page.by_id("address-error") is not None


def test_the_session_changes_at_sign_in(
    visitor: Visitor, run_jobs: Jobs, outbox: Outbox, backstage: Session
) -> None:
    """SE-15: what the cookie held before is not what it holds after; the old session is ended."""
    sign_in(visitor, EMAIL, run_jobs, outbox)
    first = _token(visitor)
    sign_in(visitor, EMAIL, run_jobs, outbox)
    assert _token(visitor) != first
    ended = backstage.scalars(select(SignIn.ended_at).order_by(SignIn.created_at)).all()
    assert ended[0] is not None
    assert ended[1] is None


def _token(visitor: Visitor) -> str:
    with visitor.client.session_transaction(base_url=visitor.base_url) as cookie:
        return str(cookie["_user_id"])


def test_one_comes_back_to_where_one_was_going(
    visitor: Visitor, run_jobs: Jobs, outbox: Outbox
) -> None:
    page = visitor.submit(visitor.get("/sign-in?next=/account").form(name="address"), address=EMAIL)
    run_jobs()
    landed = visitor.submit(page.form(name="code"), code=last_code(outbox, EMAIL))
    assert landed.heading == "Mon compte"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example.org/", "//evil.example.org", "/\\evil.example.org", "/\t/x"]
)
def test_nobody_is_sent_to_another_site(
    visitor: Visitor, run_jobs: Jobs, outbox: Outbox, elsewhere: str
) -> None:
    page = ask_code(visitor, EMAIL)
    run_jobs()
    form = page.form("/sign-in/code")
    data = dict(form.data({"code": last_code(outbox, EMAIL)}))
    answer = visitor.fetch("/sign-in/code", "POST", data=data, query_string={"next": elsewhere})
    assert answer.headers["Location"] == "/my"


def test_signing_out_leaves_nothing(visitor: Visitor, run_jobs: Jobs, outbox: Outbox) -> None:
    sign_in(visitor, EMAIL, run_jobs, outbox)
    page = visitor.get("/account")
    token = _token(visitor)
    form = page.form("/sign-out")
    answer = visitor.fetch("/sign-out", "POST", data=dict(form.data({})))
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    visitor.get("/account", expect=404)
    with visitor.client.session_transaction(base_url=visitor.base_url) as cookie:
        assert "browser" not in cookie
        cookie["_user_id"] = token
    visitor.get("/account", expect=404)


def test_no_code_and_no_address_is_written_in_clear(
    visitor: Visitor,
    run_jobs: Jobs,
    outbox: Outbox,
    backstage: Session,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """SE-19: once the message left, neither logs, audit nor queue know the code."""
    sign_in(visitor, EMAIL, run_jobs, outbox)
    code = last_code(outbox, EMAIL)
    for table in ("audit_entry", "outgoing_message", "procrastinate_jobs", "sign_in_code"):
        rows = backstage.scalars(text(f"SELECT to_jsonb(t)::text FROM {table} t")).all()
        assert not [row for row in rows if f'"{code}"' in row], table
    said = capfd.readouterr()
    assert code not in said.out + said.err
    assert EMAIL not in said.out + said.err


def test_a_page_of_the_portal_is_not_kept(visitor: Visitor) -> None:
    assert visitor.get("/sign-in").headers["Cache-Control"] == "no-store"


def test_the_door_is_shut_to_who_is_not_signed_in(visitor: Visitor) -> None:
    for path in ("/account", "/my", "/account/structures/new", "/account/close"):
        visitor.get(path, expect=404)


def test_the_one_click_accounts_exist_in_the_demo_only(app: Flask, visitor: Visitor) -> None:
    assert not [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/demo")]
    assert visitor.fetch("/demo/sign-in/structure", "POST").status_code in {400, 404}


@pytest.fixture
def house_of(backstage: Session, settings: Settings) -> Callable[[Role], None]:
    """A structure in which Karim has this role."""

    def make(role: Role) -> None:
        karim = make_person(backstage, settings, "Karim", TYPED)
        members = [(karim, role)]
        make_organisation(backstage, OrganisationKind.STRUCTURE, "La Halte", members=members)

    return make


@pytest.mark.parametrize(
    ("role", "heading"), [(Role.MEMBER, "Mon espace"), (Role.MANAGER, "Ce qui vous attend")]
)
def test_a_member_of_a_team_lands_among_their_own_things(
    visitor: Visitor,
    run_jobs: Jobs,
    outbox: Outbox,
    house_of: Callable[[Role], None],
    role: Role,
    heading: str,
) -> None:
    """Whoever has tasks in the tools of one organisation lands there; both find the other."""
    house_of(role)
    landed = sign_in(visitor, TYPED, run_jobs, outbox, canonical=PHONE)
    assert landed.heading == heading
    assert {"/my", "/employer/la-halte"} <= set(landed.links.values())
