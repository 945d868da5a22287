"""The main pages of every space in a real browser: standards, small screens, keyboard, paper."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.engagements.models import CheckIn
from portal.jobs.enums import ApplicationState, OfferStep
from portal.jobs.models import Application
from portal.jobs.queries.applications import OfferToAnswer
from portal.kernel.db import Database
from portal.skills.models import Framework, FrameworkAction
from portal.trainings.enums import TrainingStep
from tests.e2e.standards import faults
from tests.factories.applications import EVERY_WAY, open_offer
from tests.factories.host import build_host
from tests.factories.house import House, build_whole_house

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("pages")]

NUMBER = "06 39 98 12 34"


@dataclass
class World:
    """Who is there, and the one offer a structure published with every way of answering."""

    site: Settings
    house: House
    offer: OfferToAnswer
    tokens: dict[str, str]
    # One of each that an address names.
    first: dict[type[Any], UUID]

    def cookie(self, who: str) -> Any:
        """The sign-in of somebody, as their browser holds it."""
        signer = Flask("cookie")
        signer.secret_key = self.site.key("session")
        serializer = SecureCookieSessionInterface().get_signing_serializer(signer)
        assert serializer
        value = serializer.dumps({"_user_id": self.tokens[who], "_fresh": True})
        return {"name": "portal", "value": value, "url": self.site.base_url}


@pytest.fixture
def world(site: Settings, database: Database, backstage: Session) -> World:
    house = build_whole_house(backstage, "pages", "Mots")
    people = {
        "structure": house.administrator,
        "federation": house.federal_officer,
        "person": house.candidate,
        "recruiter": house.recruiter,
    }
    tokens = {who: house.tokens[person.id] for who, person in people.items()}
    host = build_host(backstage)
    tokens["operator"] = host.tokens[host.administrator.id]
    backstage.commit()
    offer = open_offer(
        database, house, title="Médiation", ways=EVERY_WAY, establishment_name="Le Relais"
    )
    of_federation = Framework.organisation_id == house.federation.id
    first = {
        FrameworkAction: backstage.scalars(
            select(FrameworkAction.id).where(FrameworkAction.code == "link-trust")
        ).one(),
        Framework: backstage.scalars(select(Framework.id).where(of_federation)).one(),
        CheckIn: backstage.scalars(select(CheckIn.id).limit(1)).one(),
    }
    return World(site, house, offer, tokens, first)


def _public(world: World) -> list[str]:
    assert world.house.trainings
    return [
        "/",
        "/offers",
        "/offers?q=zzz&contract=cdi",
        f"/offers/{world.offer.slug}",
        "/trainings",
        "/trainings?pass=interpreter&cost=free",
        f"/trainings/{world.house.trainings.online.slug}",
        f"/trainings/compare?one={world.house.trainings.online.slug}",
        "/trainings/compare",
        "/trainings/map",
        "/alerts/new?about=trainings&cost=free&starts=3-months&around=59350-25",
        "/alerts/new?about=trainings&starts=2026-01-01_2026-02-01",
        "/sign-in",
        "/follow",
        "/data",
        *("/help", "/legal", "/privacy", "/accessibility", "/languages", "/offline"),
        "/nowhere",
    ]


def _structure(world: World) -> list[str]:
    home, house = f"/employer/{world.house.slug}", world.house
    draft, offer = f"{home}/offers/{house.draft_offer.id}", f"{home}/offers/{world.offer.id}"
    application = f"{home}/applications/{house.application.id}"
    return [
        home,
        *(f"{home}/offers{rest}" for rest in ("", "/new")),
        *(f"{draft}/steps/{step.value}" for step in OfferStep),
        *(f"{draft}{rest}" for rest in ("", "/preview")),
        f"{home}/translations",
        f"{home}/translations/{house.draft_offer.id}",
        f"{home}/translations/{house.draft_offer.id}/ps",
        *(f"{offer}{rest}" for rest in ("", "/log", "/renew")),
        f"{home}/applications",
        *(f"{application}{rest}" for rest in ("", "/print")),
        *(f"{application}/move/{step}" for step in ("interview", "declined")),
        f"{home}/callbacks",
        *(f"{home}/texts{rest}" for rest in ("", "/declined/ps")),
        *(f"{home}/settings{rest}" for rest in ("", "/card", "/places/new")),
        f"{home}/team",
    ]


def _federation(world: World) -> list[str]:
    home = f"/federation/{world.house.federation.slug}"
    structure = f"{home}/structures/{world.house.structure.id}"
    rest = ("", "/offers", f"/offers/{world.offer.id}", "/structures", "/team", "/settings")
    return [*(home + part for part in rest), structure]


def _operator(world: World) -> list[str]:
    rest = ("", "/federations", "/federations/new", "/nomenclatures", "/audit", "/team")
    return [
        *("/operator" + part for part in rest),
        "/operator/nomenclatures/contract",
        f"/operator/federations/{world.house.federation.id}",
    ]


def _person(world: World) -> list[str]:
    return [
        *("/my", "/my/applications", "/account", "/account/contacts/new", "/account/close"),
        "/account/structures/new",
    ]


def _worker(world: World) -> list[str]:
    """Somebody with a record, an interview to come, a team."""
    house, line = world.house, world.first[FrameworkAction]
    assert house.share
    assert house.interview
    return [
        *(f"/my/{rest}" for rest in ("record", "grid", "grid/pocket", "grid/lines/new")),
        *(f"/my/{rest}" for rest in ("knowledge", "knowledge/new", "path", "path/new", "cv")),
        *(f"/my/{rest}" for rest in ("path/project", "path/steps/new", "proofs", "nearby")),
        *(f"/my/{rest}" for rest in ("versions", "versions/1", "versions/1/export")),
        *(f"/my/{rest}" for rest in ("versions/1/map", "versions/compare?older=1&newer=1")),
        *(f"/my/{rest}" for rest in ("shares", "shares/new", f"shares/{house.share.id}")),
        *(f"/my/{rest}" for rest in ("interviews", "welcome", "groups", "groups/new")),
        "/my/trainings/ideas",
        f"/my/interviews/hires/{house.structure.id}",
        f"/my/grid/{line}",
        *(f"/my/interviews/{house.interview.id}{rest}" for rest in ("", "/date", "/attach")),
        f"/my/interviews/{house.interview.id}/prepare/project",
        f"/employer/{house.slug}/teams",
    ]


def _manager(world: World) -> list[str]:
    home, house = f"/employer/{world.house.slug}", world.house
    assert house.engagement
    assert house.interview
    arrival = f"{home}/welcome/{house.engagement.id}"
    interview = f"{home}/interviews/{house.interview.id}"
    return [
        *(f"{home}/interviews{rest}" for rest in ("", "/new")),
        *(f"{interview}{rest}" for rest in ("", "/date", "/prepare/project")),
        *(f"{home}/welcome{rest}" for rest in ("", "/new", "/scheme")),
        *(f"{arrival}{rest}" for rest in ("", "/edit", "/sheet")),
        f"{arrival}/check-ins/{world.first[CheckIn]}",
        *(f"{home}/{rest}" for rest in ("shares", "team/roles", "teams")),
    ]


def _writer_of_lines(world: World) -> list[str]:
    home = f"/federation/{world.house.federation.slug}"
    framework = f"{home}/frameworks/{world.first[Framework]}"
    rest = ("/frameworks", "/groups", "/groups/new", "/trainings")
    assert world.house.trainings
    draft, read = (
        f"{home}/trainings/{one.id}"
        for one in (world.house.trainings.draft, world.house.trainings.read)
    )
    steps = [f"{draft}/steps/{step.value}" for step in TrainingStep]
    pages = [draft, read, f"{draft}/log", f"{draft}/editions/1"]
    imports, shelved = f"{home}/trainings/imports", world.house.trainings
    pages += [imports, f"{imports}/{shelved.opened.id}", f"{imports}/{shelved.opened.id}/columns"]
    pages += [f"{imports}/{shelved.done.id}", f"{imports}/{shelved.done.id}/undo"]
    return [*(home + part for part in rest), framework, *steps, *pages]


def _keeper_of_the_guide(world: World) -> list[str]:
    return ["/operator/guide"]


SPACES: dict[str, Callable[[World], list[str]]] = {
    "anybody": _public,
    "structure": _structure,
    "federation": _federation,
    "operator": _operator,
    "person": _person,
}
# Pages nobody meets without an account: once, in one language and one light.
WORKING: dict[str, tuple[str, Callable[[World], list[str]], str, str]] = {
    "worker": ("recruiter", _worker, "fa-AF", "light"),
    "manager": ("structure", _manager, "fr", "dark"),
    "federation": ("federation", _writer_of_lines, "fr", "light"),
    "operator": ("operator", _keeper_of_the_guide, "fr", "light"),
}


@pytest.fixture
def open_page(browser: Browser, world: World) -> Iterator[Callable[..., Page]]:
    """A small phone in the hands of somebody."""
    opened = []

    def open_as(who: str = "anybody", **options: Any) -> Page:
        context = browser.new_context(bypass_csp=True, **options)
        opened.append(context)
        context.set_default_timeout(15_000)
        if who != "anybody":
            context.add_cookies([world.cookie(who)])
        return context.new_page()

    yield open_as
    for context in opened:
        context.close()


@pytest.mark.parametrize(("language", "scheme"), [("fr", "light"), ("ps", "dark")])
@pytest.mark.parametrize("who", list(SPACES))
def test_every_page_follows_the_standards(
    open_page: Callable[..., Page], world: World, who: str, language: str, scheme: str
) -> None:
    _follow_the_standards(open_page(who, color_scheme=scheme), world, SPACES[who](world), language)


@pytest.mark.parametrize("which", list(WORKING))
def test_every_page_of_work_follows_the_standards(
    open_page: Callable[..., Page], world: World, which: str
) -> None:
    who, addresses, language, scheme = WORKING[which]
    _follow_the_standards(open_page(who, color_scheme=scheme), world, addresses(world), language)


def _follow_the_standards(page: Page, world: World, addresses: list[str], language: str) -> None:
    page.goto(f"{world.site.base_url}/offers?lang={language}")
    wrong: dict[str, list[str]] = {}
    for address in addresses:
        answer = page.goto(world.site.base_url + address)
        assert answer
        assert answer.status == (404 if address == "/nowhere" else 200), address
        found = faults(page)
        if found:
            wrong[address] = found
    assert wrong == {}, json.dumps(wrong, indent=1, ensure_ascii=False)


_SEEN = """(selector) => {
  const e = document.activeElement;
  if (!e.matches(selector)) return "";
  // The ring is around the thing, or around the card or row whose only link or box it is.
  const rings = [getComputedStyle(e), getComputedStyle(e, "::after")];
  for (const around of [e.closest(".card"), e.closest(".choice")]) {
    if (around) rings.push(getComputedStyle(around));
  }
  const box = e.getBoundingClientRect();
  const inside = box.top >= 0 && box.bottom <= innerHeight;
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const own = [e, ...(e.labels ?? [])];
  const reached = top && own.some((one) => one.contains(top) || top.contains(one));
  if (!inside || !reached) return "hidden";
  return rings.every((ring) => ring.outlineStyle === "none") ? "no outline" : "seen";
}"""


class Keyboard:
    """Somebody who has Tab, Enter, Space and letters."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, selector: str) -> None:
        for _ in range(90):
            self.page.keyboard.press("Tab")
            seen = self.page.evaluate(_SEEN, selector)
            if seen:
                assert seen == "seen", (self.page.url, selector)
                return
        raise AssertionError(f"{selector} is out of reach on {self.page.url}")

    def press(self, selector: str, key: str = "Enter") -> None:
        self.reach(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)


@pytest.mark.parametrize("language", ["fr", "ps"])
def test_an_offer_is_found_and_answered_with_the_keyboard_alone(
    open_page: Callable[..., Page], world: World, language: str
) -> None:
    page = open_page(viewport={"width": 360, "height": 740})
    page.goto(f"{world.site.base_url}/offers?lang={language}")
    keyboard = Keyboard(page)
    keyboard.reach("#q")
    page.keyboard.type("mediation")
    page.keyboard.press("Enter")
    page.wait_for_url("**/offers?q=mediation*")
    keyboard.press("#results .card-title a")
    keyboard.press("a[href$='/apply']")
    keyboard.reach("input[value=callback]")
    page.keyboard.press("Space")
    keyboard.press(".form-buttons .button-primary")
    keyboard.reach("#phone")
    page.keyboard.type(NUMBER)
    keyboard.press(".form-buttons .button-primary", "Space")
    for step in ("question-1", "time", "name"):
        expect(page).to_have_url(f"{world.site.base_url}/offers/{world.offer.slug}/apply/{step}")
        keyboard.press("[name=skip]", "Space")
    keyboard.press(".form-buttons .button-primary")  # the number is already there
    for _step in ("adjustment", "help"):
        keyboard.press("[name=skip]")
    keyboard.press(".form-buttons .button-primary")
    page.wait_for_url("**/sent")


@pytest.mark.parametrize("who", ["anybody", "structure"])
def test_colours_of_the_system_leave_edges_and_focus(
    open_page: Callable[..., Page], world: World, who: str
) -> None:
    page = open_page(who, forced_colors="active", viewport={"width": 360, "height": 740})
    for address in SPACES[who](world)[1:4]:
        page.goto(world.site.base_url + address)
        bare = page.evaluate(
            """() => [...document.querySelectorAll(".button, .text-field, .text-area, select")]
              .filter((e) => e.checkVisibility() && !e.closest(".visually-hidden"))
              .filter((e) => !parseFloat(getComputedStyle(e).borderTopWidth))
              .map((e) => e.outerHTML.slice(0, 90))"""
        )
        assert bare == [], address
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


@pytest.mark.parametrize("width", [720, 1024, 1280])
def test_the_applications_fit_in_the_page_whatever_became_of_them(
    open_page: Callable[..., Page], world: World, backstage: Session, width: int
) -> None:
    moved = backstage.get(Application, world.house.application.id)
    assert moved
    moved.state, moved.waiting_for_answer = ApplicationState.WITHDRAWN, False
    moved.candidate_name = "Marie-Antoinette"
    moved.ways = dict.fromkeys(EVERY_WAY, "")
    moved.offer_title = "Médiation et interprétariat à l’accueil de jour"
    backstage.commit()
    page = open_page("structure", viewport={"width": width, "height": 740})
    page.goto(f"{world.site.base_url}/employer/{world.house.slug}/applications?lang=fr")
    expect(page.locator(".inbox .tag").first).to_have_text("Retirée par la personne")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("who", ["anybody", "structure"])
def test_the_head_of_a_page_is_one_row_on_a_phone(
    open_page: Callable[..., Page], world: World, who: str, width: int
) -> None:
    """The name, the language and the menu side by side, in every language, without a script."""
    page = open_page(who, viewport={"width": width, "height": 640}, java_script_enabled=False)
    home = "/offers" if who == "anybody" else f"/employer/{world.house.slug}"
    for language in ("fr", "fr-x-simple", "en", "ar", "fa", "fa-AF", "ps"):
        page.goto(f"{world.site.base_url}{home}?lang={language}")
        parts = [
            page.locator(part).bounding_box()
            for part in (".site-name", ".language-switcher summary", ".site-menu summary")
        ]
        boxes = [box for box in parts if box]
        assert len(boxes) == 3, language
        middles = [box["y"] + box["height"] / 2 for box in boxes]
        assert max(middles) - min(middles) < 8, language
        assert min(box["height"] for box in boxes) >= 44, language
    way_in = page.locator(".site-account a")
    expect(way_in).to_be_hidden()
    page.locator(".site-menu summary").click()
    expect(way_in).to_be_visible()
    box = page.locator(".site-menu ul").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


@pytest.mark.parametrize("who", ["structure", "federation"])
def test_on_a_wide_screen_the_account_stands_beside_the_languages(
    open_page: Callable[..., Page], world: World, who: str
) -> None:
    """Under them stand ten places on one row."""
    page = open_page(who, viewport={"width": 1280, "height": 800})
    homes = {
        "structure": f"/employer/{world.house.slug}",
        "federation": f"/federation/{world.house.federation.slug}/frameworks",
    }
    page.goto(f"{world.site.base_url}{homes[who]}?lang=fr")
    tops = page.locator(".site-nav li:visible").evaluate_all(
        "(places) => places.map((place) => place.getBoundingClientRect().top)"
    )
    assert len(tops) >= 8
    assert len(set(tops)) == 1
    account, languages = (
        page.locator(part).bounding_box()
        for part in (".site-account-wide", ".language-switcher summary")
    )
    assert account
    assert languages
    assert abs(account["y"] + account["height"] / 2 - languages["y"] - languages["height"] / 2) < 8
    assert 0 <= languages["x"] - account["x"] - account["width"] <= 24


@pytest.mark.parametrize("who", ["anybody", "structure"])
def test_paper_carries_the_words_and_not_the_buttons(
    open_page: Callable[..., Page], world: World, who: str
) -> None:
    page = open_page(who)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 between its margins
    application = f"/employer/{world.house.slug}/applications/{world.house.application.id}"
    address = f"/offers/{world.offer.slug}" if who == "anybody" else f"{application}/print"
    page.goto(world.site.base_url + address)
    expect(page.locator("h1")).to_be_visible()
    for selector in (".site-place", ".language-switcher", ".button-primary", ".no-print"):
        for element in page.locator(selector).all():
            expect(element).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
