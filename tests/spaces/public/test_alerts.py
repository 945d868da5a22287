"""« Me prévenir », from the browser's side: asked for, proved, changed, stopped."""

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from portal.alerts import actions
from portal.alerts.models import SearchAlert
from portal.kernel import clock, delivery
from portal.kernel.db import Database
from portal.kernel.i18n import show_date
from portal.kernel.messages import Letter
from tests.factories.house import House
from tests.support.client import Answer, Visitor
from tests.support.entry import last_code
from tests.support.htmx import HtmxVisitor
from tests.support.outbox import Outbox
from tests.support.page import words

Visitors = Callable[..., HtmxVisitor]
Jobs = Callable[[], None]
BASE = "https://portail.example.org"
MAIL, PHONE, TYPED = "awa@example.org", "+33639980101", "06 39 98 01 01"
SEARCH = "/offers?q=accueil&contract=cdi&region=11"


@pytest.fixture(autouse=True)
def _nobodys(backstage: Session, publisher: House) -> None:
    """No alert but those of the test."""
    backstage.execute(text("DELETE FROM search_alert"))
    backstage.commit()


def _ask(visitor: Visitor, search: str, address: str, rhythm: str = "daily") -> Answer:
    """From the search to the page that waits for the code."""
    page = visitor.click(visitor.get(search), "Me prévenir de ce qui est nouveau")
    return visitor.submit(page.form(), address=address, rhythm=rhythm)


def _begin(
    visitor: Visitor,
    run_jobs: Jobs,
    outbox: Outbox,
    search: str = SEARCH,
    typed: str = MAIL,
    rhythm: str = "daily",
) -> Answer:
    page = _ask(visitor, search, typed, rhythm)
    run_jobs()
    code = last_code(outbox, PHONE if typed == TYPED else typed)
    return visitor.submit(page.form(name="code"), code=code)


def _alerts(backstage: Session) -> list[SearchAlert]:
    backstage.rollback()
    return list(backstage.scalars(select(SearchAlert)))


@pytest.mark.parametrize(("typed", "channel"), [(MAIL, "mail"), (TYPED, "sms")])
def test_a_search_becomes_an_alert_once_the_code_came_back(
    visitor: Visitor,
    run_jobs: Jobs,
    outbox: Outbox,
    backstage: Session,
    typed: str,
    channel: str,
) -> None:
    kept = PHONE if typed == TYPED else typed
    _ask(visitor, SEARCH, typed)
    assert _alerts(backstage) == []
    page = _begin(visitor, run_jobs, outbox, SEARCH, typed, rhythm="weekly")
    assert page.heading == "Votre alerte"
    assert "C’est fait : nous vous préviendrons." in page.text
    [alert] = _alerts(backstage)
    assert (alert.address, alert.channel, alert.rhythm) == (kept, channel, "weekly")
    assert (alert.words, alert.about, alert.locale) == ("accueil", "offers", "fr")
    assert alert.chosen == {"contract": ["cdi"], "region": ["11"]}
    assert kept not in page.text
    assert typed not in page.text


def test_a_search_of_trainings_too(
    visitor: Visitor, run_jobs: Jobs, outbox: Outbox, backstage: Session
) -> None:
    search = "/trainings?cost=free&pass=interpreter"
    page = _begin(visitor, run_jobs, outbox, search)
    assert "Gratuite" in page.text
    [alert] = _alerts(backstage)
    assert alert.chosen == {"cost": ["free"], "pass": ["interpreter"]}
    assert visitor.fetch(page.link("Voir la recherche")).status_code == 200


def test_nobody_subscribes_somebody_else(
    visitor: Visitor, run_jobs: Jobs, outbox: Outbox, backstage: Session
) -> None:
    page = _ask(visitor, SEARCH, MAIL)
    run_jobs()
    right = last_code(outbox, MAIL)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    again = visitor.submit(page.form(name="code"), code=wrong, expect=422)
    assert "Ce n’est pas ce code. Il reste 4 essais." in again.text
    assert _alerts(backstage) == []


def test_another_browser_cannot_use_the_code(
    new_visitor: Visitors, run_jobs: Jobs, outbox: Outbox, backstage: Session
) -> None:
    page = _ask(new_visitor(), SEARCH, MAIL)
    run_jobs()
    other = new_visitor()
    form = _ask(other, SEARCH, "bob@example.org").form(name="code")
    other.submit(form, code=last_code(outbox, MAIL), expect=422)
    assert page.heading == "Écrivez le code reçu"
    assert _alerts(backstage) == []


def test_nothing_tells_whether_an_alert_exists(
    new_visitor: Visitors, run_jobs: Jobs, outbox: Outbox, database: Database
) -> None:
    """Same page and same statements for an address that has one and for one that has none."""
    _begin(new_visitor(), run_jobs, outbox)
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    found = {}
    for address in (MAIL, "bob@example.org"):
        visitor = new_visitor()
        form = visitor.click(visitor.get(SEARCH), "Me prévenir de ce qui est nouveau").form()
        seen.clear()
        page = visitor.submit(form, address=address)
        found[address] = ([*seen], page.text.replace(address, "…"))
    event.remove(database.engine, "before_cursor_execute", note)
    assert found[MAIL] == found["bob@example.org"]


def test_an_address_is_not_written_to_without_end(visitor: Visitor, outbox: Outbox) -> None:
    """The limits of the codes hold: three an hour to one address from one network."""
    for _time in range(3):
        _ask(visitor, SEARCH, MAIL)
    page = visitor.click(visitor.get(SEARCH), "Me prévenir de ce qui est nouveau")
    visitor.submit(page.form(), address=MAIL, expect=429)


def test_an_address_that_is_none_is_said_beside_the_field(visitor: Visitor) -> None:
    page = visitor.click(visitor.get(SEARCH), "Me prévenir de ce qui est nouveau")
    again = visitor.submit(page.form(), address="01 99 00 00 00", rhythm="now", expect=422)
    assert "Ce numéro ne reçoit pas de SMS" in again.text
    assert ("rhythm", "now") in again.form().data({})
    assert "« accueil »" in again.text


def test_what_is_no_search_is_not_found(visitor: Visitor) -> None:
    for about in ("", "people", "calls"):
        visitor.get(f"/alerts/new?about={about}", expect=404)


def _link(page: Answer) -> str:
    return urlsplit(page.url).path


def test_the_rhythm_changes(
    visitor: Visitor, run_jobs: Jobs, outbox: Outbox, backstage: Session
) -> None:
    page = _begin(visitor, run_jobs, outbox)
    assert ("rhythm", "daily") in page.form(f"{_link(page)}/rhythm").data({})
    page = visitor.submit(page.form(f"{_link(page)}/rhythm"), rhythm="now")
    assert "C’est changé." in page.text
    assert [alert.rhythm for alert in _alerts(backstage)] == ["now"]


def test_it_is_kept_longer_by_one_press(
    visitor: Visitor, run_jobs: Jobs, outbox: Outbox, backstage: Session
) -> None:
    page = _begin(visitor, run_jobs, outbox)
    [before] = [alert.expires_at for alert in _alerts(backstage)]
    with time_machine.travel(datetime.now(UTC) + timedelta(days=100), tick=False):
        visitor.submit(visitor.get(_link(page)).form(f"{_link(page)}/renew"))
    [after] = [alert.expires_at for alert in _alerts(backstage)]
    assert after - before >= timedelta(days=99)


def test_opening_the_link_stops_nothing_and_its_button_does(
    new_visitor: Visitors, run_jobs: Jobs, outbox: Outbox, backstage: Session
) -> None:
    path = _link(_begin(new_visitor(), run_jobs, outbox))
    reader = new_visitor()
    page = reader.get(f"{path}/stop")
    assert len(_alerts(backstage)) == 1
    assert "L’alerte est arrêtée" in reader.submit(page.form()).title
    assert _alerts(backstage) == []
    over = reader.get(path, expect=404)
    assert "Une alerte arrêtée n’envoie plus rien." in over.text
    reader.get(f"{path}/stop", expect=404)


def test_a_mail_reader_stops_it_without_a_form(
    app: Flask, visitor: Visitor, run_jobs: Jobs, outbox: Outbox, backstage: Session
) -> None:
    """RFC 8058: one POST, without cookie nor token of a form, answered without redirection."""
    path = _link(_begin(visitor, run_jobs, outbox))
    answer = app.test_client().post(
        f"{path}/stop", base_url=BASE, data={"List-Unsubscribe": "One-Click"}
    )
    assert answer.status_code == 200
    assert _alerts(backstage) == []


def test_no_other_address_takes_a_post_without_our_form(
    app: Flask, visitor: Visitor, run_jobs: Jobs, outbox: Outbox, backstage: Session
) -> None:
    path = _link(_begin(visitor, run_jobs, outbox))
    for step in ("rhythm", "renew"):
        answer = app.test_client().post(f"{path}/{step}", base_url=BASE, data={"rhythm": "now"})
        assert answer.status_code == 400
    assert [alert.rhythm for alert in _alerts(backstage)] == ["daily"]


def test_a_letter_names_where_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[EmailMessage] = []

    class Server:
        def __enter__(self) -> "Server":
            return self

        def __exit__(self, *_error: object) -> None: ...

        def send_message(self, mail: EmailMessage, from_addr: str) -> None:
            sent.append(mail)

    transport = delivery.SmtpTransport("smtp://localhost", "portail@example.org", "r@example.org")
    monkeypatch.setattr(transport, "_connect", Server)
    stop = f"{BASE}/alerts/abc/stop"
    for unsubscribe in (stop, ""):
        letter = Letter("Du nouveau", "x", "<p>x</p>", "fr", unsubscribe)
        transport.deliver(MAIL, letter, "ref")
    told, silent = sent
    assert told["List-Unsubscribe"] == f"<{stop}>"
    assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert silent["List-Unsubscribe"] is None


def test_the_message_leads_to_the_search_in_the_language_it_was_asked_in(
    new_visitor: Visitors, run_jobs: Jobs, outbox: Outbox
) -> None:
    asking = new_visitor("ps")
    page = asking.get("/alerts/new?about=offers&q=accueil&region=11")
    page = asking.submit(page.form(), address=MAIL)
    run_jobs()
    page = asking.submit(page.form(name="code"), code=last_code(outbox, MAIL))
    reader = new_visitor("fr")
    assert reader.get(_link(page)).find("html")[0].get("lang") == "ps"
    found = urlsplit(reader.fetch(f"{_link(page)}/search").headers["Location"])
    assert found.path == "/offers"
    assert parse_qs(found.query) == {"q": ["accueil"], "region": ["11"], "lang": ["ps"]}


def test_a_code_that_left_its_list_is_no_longer_searched(
    visitor: Visitor, run_jobs: Jobs, outbox: Outbox, backstage: Session
) -> None:
    path = _link(_begin(visitor, run_jobs, outbox))
    backstage.execute(text('UPDATE search_alert SET chosen = \'{"contract": ["gone"]}\''))
    backstage.commit()
    assert "« accueil »" in visitor.get(path).text
    assert visitor.fetch(f"{path}/search").headers["Location"].startswith("/offers?q=accueil")


def test_every_list_offers_it_in_the_search_as_it_stands(visitor: HtmxVisitor) -> None:
    for path in ("/offers?q=rien+de+tel", "/trainings?duration=days", "/offers"):
        url = visitor.get(path).link("Me prévenir de ce qui est nouveau")
        asked = urlsplit(url)
        about, query = path.removeprefix("/").partition("?")[::2]
        assert parse_qs(asked.query) == {"about": [about], **parse_qs(query)}


@pytest.mark.parametrize("language", ["fr", "ar", "ps", "fr-x-simple"])
def test_every_page_reads_in_every_language(
    new_visitor: Visitors, run_jobs: Jobs, outbox: Outbox, language: str
) -> None:
    visitor = new_visitor(language)
    page = visitor.get("/alerts/new?about=trainings&cost=free")
    assert ("Une fois par jour" in page.text) == language.startswith("fr")
    page = visitor.submit(page.form(), address=MAIL)
    run_jobs()
    page = visitor.submit(page.form(name="code"), code=last_code(outbox, MAIL))
    stop = visitor.get(f"{_link(page)}/stop")
    assert words(stop.one("h1"))
    visitor.submit(stop.form())
    visitor.get(_link(page), expect=404)


def test_what_a_link_shows_stays_in_no_cache_and_in_no_index(
    visitor: Visitor, run_jobs: Jobs, outbox: Outbox
) -> None:
    path = _link(_begin(visitor, run_jobs, outbox))
    for url in (path, f"{path}/stop"):
        answer = visitor.fetch(url)
        assert answer.headers["Cache-Control"] == "no-store"
        assert '<meta name="robots" content="noindex">' in answer.text


NEAR = "/trainings?q=pair&starts=2026-01-01_2099-01-31&around=59350-25"


def test_an_alert_keeps_the_days_and_the_distance_and_says_so(
    visitor: Visitor, run_jobs: Jobs, outbox: Outbox, backstage: Session
) -> None:
    asking = visitor.click(visitor.get(NEAR), "Me prévenir de ce qui est nouveau")
    assert "À moins de 25 km de Lille" in asking.text
    assert "L’alerte garde la commune que vous cherchez et la distance" in asking.text
    assert "around=59350-25" in asking.link("Flux de cette recherche")
    page = _begin(visitor, run_jobs, outbox, NEAR)
    [alert] = _alerts(backstage)
    assert alert.chosen == {"starts": ["2026-01-01_2099-01-31"], "around": ["59350-25"]}
    assert alert.last_day == date(2099, 1, 31)
    assert "À moins de 25 km de Lille" in page.text
    first, last = show_date(date(2026, 1, 1)), show_date(date(2099, 1, 31))
    assert f"Commence entre le {first} et le {last}" in page.text
    assert "59350" not in _link(page)
    again = visitor.fetch(f"{_link(page)}/search").headers["Location"]
    assert parse_qs(urlsplit(again).query)["around"] == ["59350-25"]


def test_the_commune_is_left_out_by_one_choice(
    visitor: Visitor, run_jobs: Jobs, outbox: Outbox, backstage: Session
) -> None:
    asking = visitor.click(visitor.get(NEAR), "Me prévenir de ce qui est nouveau")
    page = visitor.click(asking, "Ne pas garder la commune")
    assert "Lille" not in page.text
    assert "L’alerte garde la commune" not in page.text
    page = visitor.submit(page.form(), address=MAIL)
    run_jobs()
    visitor.submit(page.form(name="code"), code=last_code(outbox, MAIL))
    assert [alert.chosen for alert in _alerts(backstage)] == [{"starts": ["2026-01-01_2099-01-31"]}]


def test_nothing_of_the_commune_is_logged_nor_in_the_message_of_the_code(
    visitor: Visitor,
    run_jobs: Jobs,
    outbox: Outbox,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with caplog.at_level(logging.DEBUG):
        page = _begin(visitor, run_jobs, outbox, NEAR)
        visitor.submit(visitor.get(f"{_link(page)}/stop").form())
    written = caplog.text + "".join(capsys.readouterr())
    written += "".join(one.subject + one.text for one in outbox.to(MAIL))
    for word in ("59350", "Lille"):
        assert word not in written


def test_an_alert_of_days_says_when_it_ends_and_is_not_kept_longer(
    visitor: Visitor, run_jobs: Jobs, outbox: Outbox
) -> None:
    page = _begin(visitor, run_jobs, outbox, "/trainings?starts=3-months")
    last = show_date(clock.add_months(clock.today(), 3))
    assert (
        f"L’alerte s’arrête seule après le {last}, le dernier jour que vous cherchez." in page.text
    )
    assert "La garder plus longtemps" not in page.text


def test_days_that_are_all_past_are_said_before_anything_is_asked(
    visitor: Visitor, backstage: Session
) -> None:
    url = "/alerts/new?about=trainings&starts=2020-01-01_2020-02-01"
    page = visitor.get(url)
    assert page.heading == "Ces jours sont passés"
    assert page.link("Choisir d’autres jours").startswith("/trainings?starts=2020-01-01_2020-02-01")
    form = visitor.get("/alerts/new?about=trainings").form()
    form.action = url
    over = visitor.submit(form, address=MAIL)
    assert over.heading == "Ces jours sont passés"
    assert _alerts(backstage) == []


def test_stopping_twice_is_said_kindly(
    new_visitor: Visitors, run_jobs: Jobs, outbox: Outbox, backstage: Session
) -> None:
    path = _link(_begin(new_visitor(), run_jobs, outbox))
    reader = new_visitor()
    form = reader.get(f"{path}/stop").form()
    reader.submit(form)
    again = reader.submit(form, expect=404)
    assert "Une alerte arrêtée n’envoie plus rien." in again.text
    for step in ("rhythm", "renew"):
        reader.get(f"{path}/{step}", expect=405)
    for step in ("", "/stop", "/search"):
        reader.get(f"{path}{step}", expect=404)


def test_one_address_has_so_many_a_day_and_no_more(
    visitor: Visitor,
    run_jobs: Jobs,
    outbox: Outbox,
    backstage: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert actions.ALERTS_A_DAY == 20
    monkeypatch.setattr(actions, "ALERTS_A_DAY", 1)
    _begin(visitor, run_jobs, outbox)
    page = _ask(visitor, "/offers?q=autre", MAIL)
    run_jobs()
    over = visitor.submit(page.form(name="code"), code=last_code(outbox, MAIL), expect=422)
    assert "1 alertes ont déjà été demandées aujourd’hui pour cette adresse" in over.text
    assert "Demandez celle-ci demain." in over.text
    assert len(_alerts(backstage)) == 1
