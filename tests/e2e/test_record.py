"""Three years of a record on a small phone, in Dari: answered with and without a network, said
aloud, kept as two versions and compared, talked about and signed, sent as a CV, shared, then not.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock
from portal.people.models import Person, ShareLook
from portal.skills.models import Evidence, GridAnswer
from tests.e2e import yearly
from tests.e2e.conftest import Desk
from tests.e2e.pocket import KEPT, keep_here, say_here, waits
from tests.e2e.somebody import Somebody
from tests.e2e.yearly import Manager, Worker
from tests.factories.house import House
from tests.support.phone import Phone

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("apply")]

YEAR = timedelta(days=365)


class Years:
    """The portal's clock, set back; the phone's goes with it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._now = clock.now
        self._back = timedelta()
        monkeypatch.setattr(clock, "now", lambda: self._now() - self._back)

    def go(self, phone: Phone, back: timedelta) -> None:
        self._back = back
        phone.page.clock.set_system_time(clock.now())


@pytest.fixture
def years(monkeypatch: pytest.MonkeyPatch) -> Years:
    return Years(monkeypatch)


@pytest.fixture
def boss(listening: Browser, site: Settings) -> Iterator[Manager]:
    found = Manager(listening.new_context(), site.base_url)
    yield found
    found.context.close()
    assert found.complaints == []


@pytest.fixture
def recruiter(listening: Browser, site: Settings) -> Iterator[Somebody]:
    found = Somebody(listening.new_context(), site.base_url)
    yield found
    found.context.close()
    assert found.complaints == []


def answer(page: Page, mobilised: str, mastery: str, interest: str) -> None:
    """On the page of a line."""
    page.check(f"input[name=mobilised][value={mobilised}]", force=True)
    page.check(f"input[name=mastery][value='{mastery}']", force=True)
    page.check(f"input[name=interest][value='{interest}']", force=True)
    page.click(".form-buttons .button-primary")


def answer_in_pocket(page: Page, line: str, mobilised: str, mastery: str) -> None:
    form = page.locator(f"form[data-line='{line}']")
    if not form.is_visible():
        page.click(f"#line-{line} > summary")
    form.locator(f"input[name='{line}-mobilised'][value={mobilised}]").check(force=True)
    form.locator(f"input[name='{line}-mastery'][value='{mastery}']").check(force=True)
    form.locator("button[type=submit]").click()


def said(backstage: Session, line: str) -> list[tuple[str | None, str | None]]:
    backstage.expire_all()
    rows = backstage.scalars(select(GridAnswer))
    return [(one.mobilised, one.mastery) for one in rows if str(one.action_id) == line]


def test_answers_wait_for_the_network_and_survive_a_closed_page(
    mine: Phone, site: Settings, lines: dict[str, str], backstage: Session
) -> None:
    page, first, second = mine.page, lines["link-trust"], lines["link-keep"]
    page.goto(f"{site.base_url}/my/grid?lang=fr")
    keep_here(page, site.base_url)
    mine.context.set_offline(True)
    # Any page of the grid is shown by the one that was kept; a line's own address unfolds it.
    page.goto(f"{site.base_url}/my/grid/{first}")
    expect(page.locator(f"form[data-line='{first}']")).to_be_visible()
    answer_in_pocket(page, first, "yes", "4")
    waits(page, "1")
    answer_in_pocket(page, second, "not_yet", "1")
    waits(page, "2")
    assert said(backstage, first) == []
    page.close()
    page = mine.open()
    page.goto(f"{site.base_url}/my/grid/pocket")
    waits(page, "2")
    checked = page.locator(f"input[name='{first}-mastery'][value='4']")
    assert checked.evaluate("(input) => input.checked")
    mine.context.set_offline(False)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Tout est envoyé.")).to_be_visible()
    assert said(backstage, first) == [("yes", "4")]
    assert said(backstage, second) == [("not_yet", "1")]


def leave_words(page: Page, line: str, words: str) -> None:
    form = page.locator(f"form[data-line='{line}']")
    if not form.is_visible():
        page.click(f"#line-{line} > summary")
    form.locator("textarea").fill(words)
    form.locator("button[type=submit]").click()


def test_words_wait_for_the_network_and_leave_once(
    mine: Phone, site: Settings, lines: dict[str, str], backstage: Session
) -> None:
    page, line = mine.page, lines["link-trust"]
    page.goto(f"{site.base_url}/my/grid?lang=fr")
    keep_here(page, site.base_url)
    mine.context.set_offline(True)
    page.goto(f"{site.base_url}/my/grid/{line}")
    expect(page.locator(f"form[data-line='{line}']")).to_be_visible()
    # Chosen and written, then kept by one button: both wait.
    form = page.locator(f"form[data-line='{line}']")
    form.locator(f"input[name='{line}-mobilised'][value=yes]").check(force=True)
    form.locator(f"input[name='{line}-mastery'][value='4']").check(force=True)
    leave_words(page, line, "J’écoute d’abord.")
    waits(page, "2")
    expect(page.locator(f"form[data-line='{line}'] textarea")).to_have_value("")
    leave_words(page, line, "Puis je reformule.")
    waits(page, "3")
    page.close()
    page = mine.open()
    page.goto(f"{site.base_url}/my/grid/{line}")
    waits(page, "3")
    expect(page.locator(f"form[data-line='{line}'] [data-pocket=kept]")).to_be_visible()
    # The first answer to it is lost on the way: it is sent again, and kept once.
    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(str(route.fetch().status))
        route.abort()

    mine.context.route("**/words", lose, times=1)
    mine.context.set_offline(False)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Tout est envoyé.")).to_be_visible()
    assert lost == ["204"]
    assert said(backstage, line) == [("yes", "4")]
    of_line = select(Evidence.words).where(Evidence.action_id == UUID(line))
    kept = backstage.scalars(of_line.order_by(Evidence.created_at)).all()
    assert kept == ["J’écoute d’abord.", "Puis je reformule."]


def test_answers_leave_though_the_phone_does_not_say_the_network_is_back(
    mine: Phone, site: Settings, lines: dict[str, str], backstage: Session
) -> None:
    page, line = mine.page, lines["link-trust"]
    page.goto(f"{site.base_url}/my/grid?lang=fr")
    keep_here(page, site.base_url)
    page.clock.install()
    page.reload()
    page.route("**/my/grid/*", lambda route: route.abort())
    answer_in_pocket(page, line, "yes", "4")
    waits(page, "1")
    page.unroute("**/my/grid/*")
    page.clock.run_for(30_000)
    expect(page.locator("[data-portal-pocket]")).to_have_attribute("data-state", "done")
    assert said(backstage, line) == [("yes", "4")]


def test_a_copy_sends_what_waits_though_it_missed_the_network_coming_back(
    mine: Phone, site: Settings, lines: dict[str, str], backstage: Session
) -> None:
    page, line = mine.page, lines["link-trust"]
    page.goto(f"{site.base_url}/my/grid?lang=fr")
    keep_here(page, site.base_url)
    mine.context.set_offline(True)
    answer_in_pocket(page, line, "yes", "4")
    waits(page, "1")
    mine.context.set_offline(False)
    # The page is late, so the phone shows its copy; the network is there all the same.
    mine.context.route("**/my/grid/pocket", lambda route: route.abort(), times=1)
    page.close()
    page = mine.open()
    page.goto(f"{site.base_url}/my/grid/pocket")
    expect(page.locator("[data-portal-pocket]")).to_have_attribute("data-state", "done")
    expect(page.locator(".saved-copy")).to_be_hidden()  # nor says any more that there is none
    assert said(backstage, line) == [("yes", "4")]


def test_the_later_answer_stands(
    mine: Phone, site: Settings, lines: dict[str, str], backstage: Session, zahra: Person
) -> None:
    """What waited is older than what another device said since."""
    page, line = mine.page, lines["link-trust"]
    keep_here(page, site.base_url)
    mine.context.set_offline(True)
    answer_in_pocket(page, line, "yes", "4")
    expect(page.locator("[data-portal-pocket]")).to_have_attribute("data-state", "waiting")
    backstage.add(
        GridAnswer(
            person_id=zahra.id,
            action_id=lines["link-trust"],
            mobilised="no",
            mastery="0",
            answered_at=clock.now() + timedelta(seconds=5),
        )
    )
    backstage.commit()
    mine.context.set_offline(False)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(page.locator("[data-portal-pocket]")).to_have_attribute("data-state", "done")
    assert said(backstage, line) == [("no", "0")]


@pytest.mark.parametrize("way", ["button", "sign-out", "leave"])
def test_the_device_forgets(
    mine: Phone, site: Settings, lines: dict[str, str], way: str, backstage: Session
) -> None:
    page = mine.page
    keep_here(page, site.base_url)
    mine.context.set_offline(True)
    answer_in_pocket(page, lines["link-trust"], "yes", "4")
    expect(page.locator("[data-portal-pocket]")).to_have_attribute("data-state", "waiting")
    assert page.evaluate(KEPT) == "a page"
    if way == "button":
        page.click(".pocket .confirm > summary")
        page.click("[data-pocket=off]")
        expect(page.locator("[data-portal-pocket]")).to_have_attribute("data-state", "idle")
        mine.context.set_offline(False)
        page.reload()
        assert said(backstage, lines["link-trust"]) == []
    elif way == "leave":
        mine.context.set_offline(False)
        page.goto(f"{mine.root}/left")
        page.wait_for_function("async () => !(await caches.has('portal-mine'))")
    else:
        mine.context.set_offline(False)
        page.goto(f"{site.base_url}/account")
        page.click("form[action='/account/sessions/end'] button")
        page.wait_for_url(f"{site.base_url}/")
    page.goto(f"{site.base_url}/healthz")
    assert page.evaluate(KEPT) == ""


def speak(mine: Phone, line: str, root: str) -> None:
    """Answer a line aloud, and keep the recording beside it."""
    page = mine.page
    page.goto(f"{root}/my/grid/{line}")
    page.locator("details:has([data-portal-recorder]) > summary").first.click()
    mine.record(1500)
    page.click("[data-recorder=main]")
    mine.state.to_have_attribute("data-state", "recorded")
    page.locator("details:has([data-portal-recorder]) button[type=submit]").last.click()
    expect(page).not_to_have_url(f"{root}/my/grid/{line}")  # on to the next line
    page.goto(f"{root}/my/grid/{line}")
    expect(page.locator("#shown .panel")).to_have_count(1)


def test_three_years_of_a_record(  # noqa: PLR0917 - each one is somebody, or something, met on the way
    mine: Phone,
    site: Settings,
    desk: Desk,
    house: House,
    zahra: Person,
    lines: dict[str, str],
    years: Years,
    backstage: Session,
    listening: Browser,
    boss: Manager,
    recruiter: Somebody,
    work: Callable[[], None],
) -> None:
    root, page, home = site.base_url, mine.page, f"/employer/{house.slug}"
    # The first year: two lines, one of them said aloud, and a version.
    years.go(mine, 2 * YEAR)
    mine.context.add_cookies([desk.cookie(zahra)])
    page.goto(f"{root}/my/record?lang=fa-AF")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.goto(f"{root}/my/grid/{lines['link-trust']}")
    answer(page, "yes", "2", "3")
    page.goto(f"{root}/my/grid/{lines['link-keep']}")
    answer(page, "not_yet", "1", "3")
    speak(mine, lines["link-trust"], root)
    work()
    page.reload()
    expect(page.locator("#shown audio")).to_have_count(1)
    page.goto(f"{root}/my/versions")
    page.locator("main form button[type=submit]").first.click()
    # The second year: without a network.
    years.go(mine, YEAR)
    mine.context.add_cookies([desk.cookie(zahra)])
    keep_here(page, root)
    mine.context.set_offline(True)
    answer_in_pocket(page, lines["link-keep"], "yes", "3")
    say_here(mine, lines["link-keep"])
    expect(page.locator("[data-pocket=count]")).to_have_text("2")
    page.close()
    page = mine.open()
    page.clock.set_system_time(clock.now())
    page.goto(f"{root}/my/grid/pocket")
    mine.context.set_offline(False)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(page.locator("[data-portal-pocket]")).to_have_attribute("data-state", "done")
    assert said(backstage, lines["link-keep"]) == [("yes", "3")]
    # The same year: an interview, prepared apart, signed by both, kept on paper.
    her = Worker(mine.context, root)
    desk.seat(boss, house.manager)
    boss.visit(f"{home}?lang=fr")
    yearly.prepare_apart(her, boss, home, zahra, work)
    paper = yearly.write_and_sign(her, boss)
    for words in (*yearly.PREPARED.split(), yearly.ANSWERED, yearly.AGREED, zahra.display_name):
        assert words in paper
    # The third year: a second version, compared with the first.
    years.go(mine, timedelta())
    mine.context.add_cookies([desk.cookie(zahra)])
    page.goto(f"{root}/my/grid/{lines['link-trust']}")
    answer(page, "yes", "4", "5")
    page.goto(f"{root}/my/versions")
    page.locator("main form button[type=submit]").first.click()
    page.goto(f"{root}/my/versions/compare?older=1&newer=2")
    expect(page.locator("main h2").first).to_be_visible()
    assert page.locator("main svg").count() > 0
    assert page.locator("main table").count() > 0
    # The next interview starts from what was agreed.
    desk.seat(boss, house.manager)
    boss.propose(home, str(zahra.id), clock.today() + timedelta(days=5))
    assert yearly.AGREED in boss.reads_topic("agreed")
    her.accept_date()
    assert yearly.AGREED in her.reads_topic("agreed")
    # An offer answered with a CV of what she chose: that, and no more, is what is received.
    yearly.answer_with_cv(mine, her, lines["link-trust"])
    work()
    desk.seat(recruiter, house.recruiter)
    received = yearly.read_cv(recruiter, home)
    for words, is_said in yearly.ON_THE_CV.items():
        assert (words in received) is is_said
    # Shared with the structure, voice included; then revoked.
    page.goto(f"{root}/my/shares/new")
    page.check(f"input[value='o:{house.structure.id}']", force=True)
    page.check("input[name=parts][value=grid]", force=True)
    page.check("input[name=headings][value=all]", force=True)
    page.locator("input[name=evidence]").first.check(force=True)
    page.fill("input[name=purpose]", "گفتگوی سالانه")
    page.locator(".form-buttons .button-primary, form button[type=submit]").first.click()
    page.locator("form[action='/my/shares'] button[type=submit]").click()
    page.wait_for_url(re.compile("/my/shares/[0-9a-f-]+$"))
    mine_is = page.url
    theirs = f"{root}/employer/{house.slug}/shares/{mine_is.rpartition('/')[2]}"
    office = listening.new_context()
    office.add_cookies([desk.cookie(house.administrator)])
    head = office.new_page()
    opened = head.goto(f"{theirs}?lang=fr")
    assert opened is not None
    assert opened.status == 200
    heard = head.locator("audio").get_attribute("src")
    assert head.request.get(f"{root}{heard}").status == 200
    page.goto(mine_is)
    page.locator("form[action$='/revoke'] button").click()
    closed = head.goto(theirs)
    assert closed is not None
    assert closed.status == 404
    assert head.request.get(f"{root}{heard}").status == 404
    office.close()
    assert her.complaints == []
    assert len(backstage.scalars(select(ShareLook)).all()) >= 1
    shown = select(Evidence).where(Evidence.person_id == zahra.id).order_by(Evidence.created_at)
    spoken = [(one.kind, str(one.action_id)) for one in backstage.scalars(shown)]
    assert spoken == [("voice", lines["link-trust"]), ("voice", lines["link-keep"])]
    # No sideways scroll on a small screen, in a language that runs from right to left.
    page.goto(f"{root}/my/grid/pocket")
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
