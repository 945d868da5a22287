"""Files and words leaving a phone: shown, taken back, sent on the button, never lost or doubled."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.files.models import StoredFile
from portal.jobs.models import ApplicationMessage, ApplicationPart
from portal.jobs.queries.applications import OfferToAnswer
from portal.kernel.db import Database
from tests.factories.applications import Candidate, send
from tests.factories.documents import photo
from tests.factories.recordings import recording
from tests.support.phone import Phone

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("apply")]


@pytest.fixture
def phone_options() -> dict[str, Any]:
    """What is cut on the way must not pass, unseen, through a service worker."""
    return {"service_workers": "block"}


def file(name: str, kind: str, content: bytes) -> Any:
    return {"name": name, "mimeType": kind, "buffer": content}


def page_of_paper(name: str) -> Any:
    return file(name, "image/jpeg", photo("JPEG"))


def heavy_photo() -> Any:
    """Noise: more than three pieces."""
    image = Image.effect_noise((1100, 1000), 90)
    content = io.BytesIO()
    image.save(content, "PNG")
    assert len(content.getvalue()) > 3 * 256 * 1024
    return file("lourd.png", "image/png", content.getvalue())


@pytest.fixture
def sent(database: Database, site: Settings, offer: OfferToAnswer) -> Candidate:
    """Somebody who already answered, and follows it."""
    with database.session() as session:
        someone = send(session, site, offer)
        session.commit()
    return someone


@pytest.fixture
def follow(phone: Phone, sent: Candidate, site: Settings) -> Callable[[str], Page]:
    def go(where: str) -> Page:
        phone.page.goto(f"{site.base_url}/follow/{sent.token}/{where}?lang=fr")
        return phone.page

    return go


def lines(page: Page) -> Any:
    return page.locator("[data-upload=chosen] > li")


def test_a_document_waits_for_the_button_and_can_be_taken_back(
    follow: Callable[[str], Page], sent: Candidate, backstage: Session
) -> None:
    page = follow("add")
    page.set_input_files("#photo", [page_of_paper("faux.jpg")])
    expect(lines(page)).to_have_attribute("data-state", "done")
    expect(lines(page).locator("img")).to_be_visible()
    assert page.url.endswith("/add?lang=fr"), "nothing is sent by choosing"
    with page.expect_response(lambda answer: answer.request.method == "DELETE") as erased:
        lines(page).get_by_role("button", name="Retirer").click()
    assert erased.value.status == 204
    expect(lines(page)).to_have_count(0)
    page.set_input_files("#photo", [page_of_paper("bon.jpg")])
    expect(lines(page)).to_have_attribute("data-state", "done")
    page.get_by_role("button", name="Envoyer").click()
    page.wait_for_url(re.compile(r"/follow/\w+$"))
    names = backstage.scalars(
        select(StoredFile.name).join(ApplicationPart, ApplicationPart.file_id == StoredFile.id)
        .where(ApplicationPart.application_id == sent.application_id)
    ).all()  # fmt: skip
    assert names == ["bon.jpg"]


def test_what_is_typed_beside_a_recording_leaves_with_it(
    follow: Callable[[str], Page], sent: Candidate, backstage: Session
) -> None:
    page = follow("reply")
    page.fill("#body", "Je suis libre lundi")
    page.click(".recorder-fallback summary")
    page.set_input_files("#kept", file("mot.opus", "audio/ogg", recording("whatsapp.opus")))
    expect(lines(page)).to_have_attribute("data-state", "done")
    page.fill("#body", "Je suis libre lundi et mardi")
    page.reload()  # by mistake
    expect(page.locator("#body")).to_have_value("Je suis libre lundi et mardi")
    page.click(".recorder-fallback summary")
    page.set_input_files("#kept", file("mot.opus", "audio/ogg", recording("whatsapp.opus")))
    expect(lines(page)).to_have_attribute("data-state", "done")
    page.get_by_role("button", name="Envoyer").click()
    page.wait_for_url(re.compile(r"/follow/\w+$"))
    [word] = backstage.scalars(
        select(ApplicationMessage).where(ApplicationMessage.application_id == sent.application_id)
    ).all()
    assert (word.body, word.file_id is not None) == ("Je suis libre lundi et mardi", True)
    follow("reply")
    expect(page.locator("#body")).to_have_value("")  # it has gone: the phone forgot it


def test_one_refused_among_several_neither_blocks_nor_doubles_the_others(
    phone: Phone, backstage: Session
) -> None:
    phone.begin("fr", "cv")
    page = phone.page
    wrong = file("faux.pdf", "application/pdf", b"not a document at all")
    page.set_input_files("#cv", [page_of_paper("un.jpg"), wrong, page_of_paper("trois.jpg")])
    expect(lines(page).nth(2)).to_have_attribute("data-state", "done")
    expect(lines(page).nth(1)).to_have_attribute("data-state", "failed")
    expect(lines(page).nth(1).locator("[data-line=reason]")).not_to_be_empty()
    phone.go()  # again, in vain: the page stays and says why
    expect(page.locator("[data-portal-upload-progress]")).to_have_attribute("data-state", "failed")
    expect(page.locator("[data-portal-upload-progress]")).to_be_hidden()  # the file says it, once
    expect(lines(page)).to_have_count(3)
    expect(lines(page).nth(1).get_by_role("button", name="Retirer")).to_be_focused()
    lines(page).nth(1).get_by_role("button", name="Retirer").click()
    phone.go()
    phone.at("question-1")
    page.goto(f"{phone.root}/cv")
    expect(page.locator(".given-file")).to_have_count(2)
    names = backstage.scalars(
        select(StoredFile.name)
        .join(ApplicationPart, ApplicationPart.file_id == StoredFile.id)
        .where(StoredFile.name.in_(["un.jpg", "trois.jpg"]))
    ).all()
    assert sorted(names) == ["trois.jpg", "un.jpg"]


@contextmanager
def in_the_middle(page: Page) -> Iterator[None]:
    """One piece has arrived, the second is on its way: on this network it takes seven seconds."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 40_000}
    wire.send("Network.emulateNetworkConditions", slow)
    with page.expect_request(lambda request: request.headers.get("upload-offset", "0") != "0"):
        yield
    expect(page.locator("[data-upload=amount]")).to_contain_text("0,3 Mo")


def test_a_sending_can_be_cancelled(phone: Phone) -> None:
    phone.begin("fr", "cv")
    with in_the_middle(phone.page):
        phone.page.set_input_files("#cv", [heavy_photo()])
    phone.page.get_by_role("button", name="Annuler l’envoi").click()
    expect(lines(phone.page)).to_have_count(0)
    expect(phone.page.locator("[data-portal-upload-progress]")).to_be_hidden()
    phone.page.click("[name=skip]")
    phone.at("question-1")


def test_cancelling_keeps_the_recording_and_the_page(phone: Phone) -> None:
    phone.begin("fr", "voice")
    phone.record(1500)
    phone.page.route("**/uploads/*/*", lambda route: route.abort())
    phone.go()
    expect(phone.page.locator("[data-portal-upload-progress]")).to_have_attribute(
        "data-state", "cut"
    )
    phone.page.get_by_role("button", name="Annuler l’envoi").click()
    phone.state.to_have_attribute("data-state", "recorded")
    expect(phone.page.locator("[data-portal-upload-progress]")).to_be_hidden()
    phone.page.unroute("**/uploads/*/*")
    phone.go()
    phone.at("question-1")


def test_one_goes_back_during_a_sending(phone: Phone) -> None:
    phone.begin("fr", "cv")
    with in_the_middle(phone.page):
        phone.page.set_input_files("#cv", [heavy_photo()])
    phone.page.click("[name=back]")
    phone.at("ways")


def test_a_page_left_open_overnight_sends_all_the_same(phone: Phone) -> None:
    phone.begin("fr", "voice")
    phone.record(1500)
    stale = "document.querySelectorAll('[name=csrf_token]').forEach((one) => (one.value = 'old'))"
    phone.page.evaluate(stale)
    phone.go()
    phone.at("question-1")


@pytest.mark.parametrize(
    ("status", "words"), [(409, "Rechargez-la"), (413, "25 Mo"), (400, "Rechargez-la")]
)
def test_a_refusal_without_words_says_what_to_do(phone: Phone, status: int, words: str) -> None:
    phone.begin("fr", "voice")
    phone.record(1500)
    phone.page.route(
        "**/uploads/*",
        lambda route: route.fulfill(status=status, content_type="text/html", body="<h1>Non</h1>"),
    )
    phone.go()
    progress = phone.page.locator("[data-portal-upload-progress]")
    expect(progress).to_have_attribute("data-state", "failed")
    expect(progress.locator("[data-upload=message]")).to_contain_text(words)
    phone.state.to_have_attribute("data-state", "recorded")  # the message is still there
    expect(phone.page.locator(".recorder-preview")).to_be_visible()


def test_an_upload_goes_on_after_a_reload(phone: Phone) -> None:
    """The recording is in the phone: HEAD says how far it came."""
    phone.begin("fr", "voice")
    phone.record(1500)
    phone.page.click("[data-recorder=main]")
    phone.state.to_have_attribute("data-state", "recorded")
    phone.page.route("**/uploads/*/*", lambda route: route.abort())
    phone.go()
    expect(phone.page.locator("[data-portal-upload-progress]")).to_have_attribute(
        "data-state", "cut"
    )
    phone.page.unroute("**/uploads/*/*")
    asked: list[str] = []
    phone.page.reload()
    phone.page.on(
        "request",
        lambda request: asked.append(request.method) if "/uploads/" in request.url else None,
    )
    phone.state.to_have_attribute("data-state", "recorded")
    phone.go()
    phone.at("question-1")
    assert asked == ["HEAD", "PATCH"]


def test_the_network_cut_in_the_middle_of_a_recording_in_pashto(
    phone: Phone, work: Callable[[], None]
) -> None:
    """Pieces had already gone."""
    phone.begin("ps", "voice")
    page = phone.page
    page.click(".recorder-fallback summary")
    gone: list[str] = []

    def cut(route: Route) -> None:
        offset = route.request.headers.get("upload-offset", "")
        gone.append(offset)
        if offset == "524288" and gone.count(offset) == 1:
            phone.context.set_offline(True)
        route.continue_()

    page.route("**/uploads/*/*", cut)
    sound = recording("recorder.wav", seconds=9.0)
    page.set_input_files("#kept", file("vocal.wav", "audio/wav", sound))
    progress = page.locator("[data-portal-upload-progress]")
    expect(progress).to_have_attribute("data-state", "cut")
    expect(progress.locator("[data-when=cut]").first).to_be_visible()
    assert "262144" in gone
    phone.context.set_offline(False)
    expect(lines(page)).to_have_attribute("data-state", "done")
    phone.go()
    phone.at("question-1")
    assert gone.count("0") == 1


def test_an_old_save_is_abandoned_when_the_page_leaves(phone: Phone) -> None:
    phone.begin("fr", "letter")
    failed: list[str] = []
    phone.page.on("requestfailed", lambda request: failed.append(request.post_data or ""))
    phone.page.route(
        "**/apply/letter",
        lambda route: None if "keep" in (route.request.post_data or "") else route.continue_(),
    )
    with phone.page.expect_request(lambda request: "keep" in (request.post_data or "")):
        phone.page.fill("#text", "Un début")
    phone.page.fill("#text", "La fin")
    phone.go()
    phone.at("question-1")
    assert len(failed) == 1
    # The route stays: taking it away would let go of the save it holds, which the page gave up.
    phone.page.goto(f"{phone.root}/letter")
    expect(phone.page.locator("#text")).to_have_value("La fin")


def test_a_save_that_fails_is_said(phone: Phone) -> None:
    phone.begin("fr", "letter")
    said = phone.page.locator("[data-keep=said]")
    phone.page.route("**/apply/letter", lambda route: route.fulfill(status=503, body=""))
    with phone.page.expect_response(lambda answer: answer.status == 503):
        phone.page.fill("#text", "Un début")
    expect(said).to_contain_text("Pas encore gardé")
    phone.page.unroute("**/apply/letter")
    with phone.page.expect_response(lambda answer: answer.request.method == "POST"):
        phone.page.fill("#text", "Un début, puis la suite")
    expect(said).to_be_empty()


def test_words_typed_before_the_script_came_are_kept(phone: Phone) -> None:
    phone.begin("fr", "letter")
    held: list[Route] = []
    script = re.compile(r"/candidate[-.]")

    def hold(route: Route) -> None:
        held.append(route)

    phone.page.route(script, hold, times=1)
    with phone.page.expect_request(script):
        phone.page.reload(wait_until="commit")
    phone.page.fill("#text", "Plus vite que le réseau")
    with phone.page.expect_response(lambda answer: answer.request.method == "POST"):
        held[0].continue_()
    phone.page.goto(f"{phone.root}/letter")
    expect(phone.page.locator("#text")).to_have_value("Plus vite que le réseau")


def test_last_words_survive_closing_during_a_long_upload(phone: Phone) -> None:
    phone.begin("fr", "letter")
    with in_the_middle(phone.page):
        phone.page.set_input_files("#letter", [heavy_photo()])
    phone.page.fill("#text", "Mes derniers mots")
    phone.go()  # waits for the file
    phone.page.goto(f"{phone.root}/ways")
    kept = """async (url) => (await (await fetch(url)).text()).includes("Mes derniers mots")"""
    phone.page.wait_for_function(kept, arg=f"{phone.root}/letter", polling=500)
