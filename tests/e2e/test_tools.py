"""Self-support tools once read stay readable without a network, signed in or not."""

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy.orm import Session

from portal.config import Settings
from tests.e2e.conftest import Served
from tests.factories.people import make_person

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("tools")]

_READY = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
_KEPT = """async (path) => {
  const hit = await caches.match(path, { ignoreVary: true });
  return hit !== undefined;
}"""


@pytest.mark.parametrize("signed_in", [False, True], ids=["nobody", "somebody"])
def test_a_tool_is_read_without_a_network(
    browser: Browser, served: Served, backstage: Session, settings: Settings, *, signed_in: bool
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    if signed_in:
        noor = make_person(backstage, settings, "Noor", "06 39 98 15 01")
        served.sign_in(context, backstage, noor)
    page = context.new_page()
    page.goto(f"{served.address}/tools?lang=ps")
    page.wait_for_function(_READY)
    path = "/tools/mon-gps"
    page.goto(f"{served.address}{path}")
    heading = page.locator("h1").inner_text()
    page.wait_for_function(_KEPT, arg=path)
    served.stop()
    page.goto(f"{served.address}{path}")
    expect(page.locator("h1")).to_have_text(heading)
    assert page.get_attribute("html", "lang") == "ps"
    context.close()
