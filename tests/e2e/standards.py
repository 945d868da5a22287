"""What every page owes to every body: standards, small screens, large letters, thumbs."""

from pathlib import Path

from playwright.sync_api import Page, ViewportSize

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = ViewportSize(width=360, height=740)
TINY = ViewportSize(width=320, height=256)  # 1280 × 1024 enlarged four times
LARGE = "html{font-size:200%!important}"
# Rows one ticks and lines of a waveform are as large as their label, which is what one presses.
_SMALL_TARGETS = """() => [...document.querySelectorAll(
    "button, input:not([type=hidden]), select, summary, textarea, nav a, .button"
  )]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }))
  .filter((e) => !e.closest(".choice, .filter-group-item, .player-wave, .visually-hidden"))
  .filter((e) => Math.min(e.getBoundingClientRect().height, e.getBoundingClientRect().width) < 44)
  .map((e) => e.outerHTML.replace(/\\s+/g, " ").slice(0, 90))"""
_WIDER = """() => {
  const over = document.documentElement.scrollWidth - innerWidth;
  if (over <= 0) return [];
  return [...document.querySelectorAll("main *, header *, footer *")]
    .map((e) => [e, e.getBoundingClientRect()])
    .filter(([_, box]) => box.right > innerWidth + 1 || box.left < -1)
    .slice(-3)
    .map(([e]) => e.outerHTML.replace(/\\s+/g, " ").slice(0, 120))
    .concat(`${over} px`);
}"""


def faults(page: Page) -> list[str]:
    """What is wrong with the page that is open. Its context bypasses the content policy."""
    page.set_viewport_size(PHONE)
    page.add_script_tag(path=AXE)
    found = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", STANDARDS)
    said = [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found["violations"]]
    said += [f"small target: {element}" for element in page.evaluate(_SMALL_TARGETS)]
    page.set_viewport_size(TINY)
    said += [f"sideways: {element}" for element in page.evaluate(_WIDER)]
    page.add_style_tag(content=LARGE)
    said += [f"sideways, letters twice as large: {element}" for element in page.evaluate(_WIDER)]
    return said
