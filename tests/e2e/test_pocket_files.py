"""Said aloud or shown with a photo, without a network: kept on the phone, heard, sent once."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.files.models import StoredFile
from portal.people.models import Person, SignIn
from portal.skills.models import Evidence
from tests.e2e.conftest import Desk
from tests.e2e.pocket import KEPT, keep_here, say_here, unfold, waits
from tests.e2e.sound import listen
from tests.factories.documents import photo
from tests.support.phone import Phone

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("apply")]

# A recording of some seconds leaves in several pieces, as minutes do.
_SMALL_PIECES = """() => {
  const slice = Blob.prototype.slice;
  Blob.prototype.slice = function (from, to, type) {
    return slice.call(this, from, Math.min(to, from + 4096), type);
  };
}"""
_BACK = "() => dispatchEvent(new Event('online'))"
_LENGTH = """(audio) => new Promise((resolve, reject) => {
  const once = { once: true };
  setTimeout(reject, 8000, new Error("no sound"));
  audio.addEventListener("error", () => reject(audio.error), once);
  audio.addEventListener("loadedmetadata", () => {
    audio.addEventListener("seeked", () => resolve(audio.currentTime), once);
    audio.currentTime = 1e6;
  }, once);
  audio.preload = "auto";
  audio.load();
})"""


def waiting(page: Page, line: str) -> Any:
    return page.locator(f"#line-{line} [data-pocket=list] > li")


def evidence(backstage: Session, line: str) -> list[tuple[str, int]]:
    """What shows a line: its kind, and the bytes of its file as they came."""
    backstage.expire_all()
    rows = backstage.execute(
        select(Evidence, StoredFile)
        .join(StoredFile, StoredFile.id == Evidence.file_id)
        .order_by(Evidence.created_at)
    )
    return [(one.kind, file.declared_size) for one, file in rows if str(one.action_id) == line]


def test_a_recording_waits_is_heard_and_leaves_once(
    mine: Phone,
    site: Settings,
    lines: dict[str, str],
    backstage: Session,
    work: Callable[[], None],
) -> None:
    page, line, root = mine.page, lines["link-trust"], site.base_url
    page.goto(f"{root}/my/grid?lang=fr")
    keep_here(page, root)
    mine.context.set_offline(True)
    page.goto(f"{root}/my/grid/{line}")
    expect(page.locator(f"#line-{line} form[data-line]")).to_be_visible()
    say_here(mine, line)
    waits(page, "1")
    page.close()
    page = mine.open()
    page.goto(f"{root}/my/grid/pocket")
    waits(page, "1")
    expect(page.locator(".saved-copy")).to_be_visible()
    expect(waiting(page, line)).to_have_count(1)
    unfold(page, line)
    expect(waiting(page, line)).to_contain_text("pas encore envoyé")
    assert waiting(page, line).locator("audio").evaluate(_LENGTH) > 1.5
    assert evidence(backstage, line) == []
    # Cut after the second piece: it goes on from there; then the last word is lost, and said again.
    page.evaluate(_SMALL_PIECES)
    offsets: list[int] = []
    lost: list[int] = []

    def cut(route: Route) -> None:
        if route.request.method == "PATCH":
            offsets.append(int(route.request.headers["upload-offset"]))
            if len(offsets) == 2:
                return route.abort()
        return route.continue_()

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    mine.context.route("**/my/uploads/**", cut)
    mine.context.route("**/files", lose, times=1)
    mine.context.set_offline(False)
    page.evaluate("() => setInterval(() => dispatchEvent(new Event('online')), 400)")
    expect(page.get_by_text("Tout est envoyé.")).to_be_visible()
    expect(page.locator(".saved-copy")).to_be_hidden()  # the network does answer
    assert lost == [204]
    assert offsets[:3] == [0, 4096, 4096]
    expect(waiting(page, line)).to_have_count(0)
    [(kind, _size)] = evidence(backstage, line)
    assert kind == "voice"
    work()
    page.goto(f"{root}/my/grid/{line}")
    source = page.locator("#shown audio").get_attribute("src") or ""
    heard = listen(page.request.get(f"{root}{source}").body())
    assert heard.seconds > 1.5
    assert heard.loudness > -50


def test_a_photo_waits_and_one_too_heavy_is_said(
    mine: Phone, site: Settings, lines: dict[str, str], backstage: Session
) -> None:
    page, line, root = mine.page, lines["link-keep"], site.base_url
    page.goto(f"{root}/my/grid?lang=fr")
    keep_here(page, root)
    mine.context.set_offline(True)
    unfold(page, line)
    field = page.locator(f"#kept-{line}")
    heavy: Any = "size => Object.defineProperty(File.prototype, 'size', { get: () => size })"
    picture: Any = {"name": "affiche.jpg", "mimeType": "image/jpeg", "buffer": photo("JPEG")}
    wrong: Any = {"name": "faux.pdf", "mimeType": "application/pdf", "buffer": b"no document"}
    field.set_input_files([picture, wrong])
    waits(page, "2")
    expect(waiting(page, line).locator("img")).to_be_visible()
    page.evaluate(heavy, 26 * 1024 * 1024)
    field.set_input_files(picture)
    expect(page.locator(f"#line-{line} [data-pocket=heavy]")).to_be_visible()
    waits(page, "2")
    page.close()
    page = mine.open()
    page.goto(f"{root}/my/grid/pocket")
    expect(waiting(page, line)).to_have_count(2)
    mine.context.set_offline(False)
    page.evaluate(_BACK)
    # One is no document: the page says so where it is, and the other leaves.
    expect(page.get_by_text("La raison est écrite dans sa ligne")).to_be_visible()
    expect(waiting(page, line)).to_have_count(1)
    expect(waiting(page, line).locator("[data-line=reason]")).not_to_be_empty()
    assert [kind for kind, _size in evidence(backstage, line)] == ["photo"]
    waiting(page, line).get_by_role("button", name=re.compile("Retirer")).click()
    expect(page.locator("[data-portal-pocket]")).to_have_attribute("data-state", "done")


def test_signed_out_meanwhile_it_stays_and_says_so(
    mine: Phone,
    site: Settings,
    lines: dict[str, str],
    backstage: Session,
    desk: Desk,
    zahra: Person,
) -> None:
    page, line, root = mine.page, lines["link-trust"], site.base_url
    page.goto(f"{root}/my/grid?lang=fr")
    keep_here(page, root)
    mine.context.set_offline(True)
    say_here(mine, line)
    waits(page, "1")
    backstage.execute(delete(SignIn).where(SignIn.person_id == zahra.id))
    backstage.commit()
    mine.context.set_offline(False)
    page.evaluate(_BACK)
    expect(page.get_by_text("Elle est toujours sur cet appareil")).to_be_visible()
    expect(waiting(page, line)).to_have_count(1)
    assert evidence(backstage, line) == []
    of_hers = select(StoredFile).where(StoredFile.person_id == zahra.id)
    assert backstage.scalars(of_hers).all() == []
    # She signs in again: it leaves.
    mine.context.add_cookies([desk.cookie(zahra)])
    page.goto(f"{root}/my/grid/pocket")
    expect(page.locator("[data-portal-pocket]")).to_have_attribute("data-state", "done")
    assert len(evidence(backstage, line)) == 1


_SOUNDS = KEPT.replace('if (await caches.has("portal-mine")) return "a page";', "").replace(
    "records", "chunks"
)


def test_the_device_forgets_the_recording_too(
    mine: Phone, site: Settings, lines: dict[str, str]
) -> None:
    page = mine.page
    keep_here(page, site.base_url)
    mine.context.set_offline(True)
    say_here(mine, lines["link-trust"])
    expect(page.locator("[data-pocket=count]")).to_have_text("1")
    # Another one, not kept yet, is on the phone too.
    mine.record(1200)
    page.click("[data-recorder=main]")
    mine.state.to_have_attribute("data-state", "recorded")
    assert page.evaluate(_SOUNDS) != ""
    page.click(".pocket .confirm > summary")
    page.click("[data-pocket=off]")
    expect(page.locator("[data-portal-pocket]")).to_have_attribute("data-state", "idle")
    expect(page.locator("[data-portal-recorder]")).to_have_count(0)
    assert page.evaluate(_SOUNDS) == ""
    assert page.evaluate(KEPT) == ""
