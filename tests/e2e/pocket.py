"""The grid kept on a phone: turning it on, speaking in a line, what the browser holds."""

from playwright.sync_api import Page, expect

from tests.support.phone import Phone


def keep_here(page: Page, root: str) -> None:
    """Turn « without a network » on."""
    page.goto(f"{root}/my/grid/pocket")
    page.click("[data-pocket=on]")
    expect(page.locator("[data-portal-pocket]")).to_have_attribute("data-state", "done")


def waits(page: Page, number: str) -> None:
    """The page says in words how many answers wait."""
    expect(page.get_by_text("Réponses qui attendent le réseau :")).to_be_visible()
    expect(page.locator("[data-pocket=count]")).to_have_text(number)


KEPT = """async () => {
  const base = (await indexedDB.databases()).find(({ name }) => name === "portal-drafts");
  if (await caches.has("portal-mine")) return "a page";
  if (!base) return "";
  const open = indexedDB.open("portal-drafts");
  await new Promise((resolve) => (open.onsuccess = resolve));
  if (!open.result.objectStoreNames.length) return "";
  const all = open.result.transaction("records").objectStore("records").getAllKeys();
  await new Promise((resolve) => (all.onsuccess = resolve));
  open.result.close();
  return all.result.join(" ");
}"""


def unfold(page: Page, line: str) -> None:
    if not page.locator(f"#line-{line} form[data-line]").is_visible():
        page.click(f"#line-{line} > summary")


def say_here(mine: Phone, line: str, milliseconds: int = 2200) -> None:
    """Record in a line of the page, and keep it."""
    page = mine.page
    unfold(page, line)
    mine.record(milliseconds)
    page.click("[data-recorder=main]")
    mine.state.to_have_attribute("data-state", "recorded")
    page.locator(f"#line-{line} form:has([data-portal-recorder]) button[type=submit]").click()
    mine.state.to_have_attribute("data-state", "idle")
