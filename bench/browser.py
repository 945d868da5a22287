"""What a cheap phone lives: 360×740, CPU ÷ 4, 1.6 Mbit/s, 150 ms. First and repeat views."""

import os
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page, sync_playwright

_PAINTS = """() => new Promise(done => {
  const seen = { fcp: 0, lcp: 0, blocking: 0 };
  const watch = (type, each) => new PerformanceObserver(list => list.getEntries().forEach(each))
    .observe({ type, buffered: true });
  watch("paint", e => { if (e.name === "first-contentful-paint") seen.fcp = e.startTime; });
  watch("largest-contentful-paint", e => { seen.lcp = e.startTime; });
  watch("longtask", e => { seen.blocking += Math.max(0, e.duration - 50); });
  setTimeout(() => done(seen), 1500);
})"""


@dataclass(frozen=True)
class View:
    """Bytes on the wire, requests, milliseconds."""

    bytes: int
    requests: int
    fcp: float
    lcp: float
    blocking: float


def look(base: str, path: str, locale: str = "fr") -> tuple[View, View]:
    """The first view of a page by a new phone, then the second."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("PORTAL_CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox"],
        )
        context = browser.new_context(viewport={"width": 360, "height": 740}, locale=locale)
        first, second = (_view(context, base + path) for _ in range(2))
        browser.close()
    return first, second


def _view(context: BrowserContext, url: str) -> View:
    page: Page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 150,
            "downloadThroughput": 1_600_000 / 8,
            "uploadThroughput": 750_000 / 8,
        },
    )
    wire.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    seen = {"bytes": 0, "requests": 0}

    def finished(event: dict[str, float]) -> None:
        seen["bytes"] += int(event["encodedDataLength"])
        seen["requests"] += 1

    wire.on("Network.loadingFinished", finished)
    page.goto(url, wait_until="load")
    paints = page.evaluate(_PAINTS)
    page.close()
    return View(seen["bytes"], seen["requests"], paints["fcp"], paints["lcp"], paints["blocking"])
