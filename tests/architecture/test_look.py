"""The look: contrasts recomputed, no physical direction, a macro and an example a component."""

import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import brotli
import pytest

ROOT = Path(__file__).resolve().parents[2]
CSS = sorted((ROOT / "static/css").rglob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
COMPONENTS = sorted((ROOT / "templates/_components").glob("*.html"))
EXAMPLES = ROOT / "templates/public/gallery/examples"
BUILT = ROOT / "static/built"

GROUNDS = ("paper", "card")
STATES = ("brand", "accent", "ok", "warn", "bad")
# Text on what it may stand on (WCAG 1.4.3) …
TEXT = [
    *product(("ink", "soft", "brand-strong", *STATES), GROUNDS),
    *((state, f"{state}-tint") for state in STATES),
    *(("ink", f"{state}-tint") for state in STATES),
    ("soft", "brand-tint"),
    ("brand-strong", "brand-tint"),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("on-accent", "accent"),
    ("on-bad", "bad"),
    ("paper", "ink"),
]
# … and what must be seen to be used: edges of controls, focus, states (WCAG 1.4.11).
EDGES = [
    *product(("edge", "focus", *STATES), GROUNDS),
    ("focus", "brand-tint"),
    ("focus", "bad-tint"),
]

PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)"
    r"|(?:left|right|top|bottom)(?=\s*:)"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|(?:min-|max-)?(?:width|height)(?=\s*:)"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right))"
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
MEDIA = re.compile(r"@(?:media|container|supports)[^{]*")


def themes() -> Iterator[tuple[str, dict[str, str]]]:
    """The colours of tokens.css: the light ones, then the dark ones laid over them."""
    text = COMMENT.sub("", (ROOT / "static/css/tokens.css").read_text())
    light, _, dark = text.partition("(prefers-color-scheme: dark)")
    colours = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6});")
    day = dict(colours.findall(light))
    yield "light", day
    yield "dark", day | dict(colours.findall(dark))


THEMES = dict(themes())


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (EDGES, 3.0)], ids=["text", "edges"])
def test_colours_contrast(theme: str, pairs: list[tuple[str, str]], least: float) -> None:
    colours = THEMES[theme]
    poor = {
        (front, back): round(contrast(colours[front], colours[back]), 2)
        for front, back in pairs
        if contrast(colours[front], colours[back]) < least
    }
    assert not poor


def test_both_themes_give_every_colour() -> None:
    text = (ROOT / "static/css/tokens.css").read_text()
    light, _, dark = text.partition("(prefers-color-scheme: dark)")
    named = re.compile(r"--([\w-]+):\s*(?:#|.*rgb\()")
    assert set(named.findall(light)) == set(named.findall(dark))


def test_only_tokens_name_a_colour() -> None:
    colour = re.compile(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(|oklch\(", re.IGNORECASE)
    for file in CSS:
        if file.name == "tokens.css":
            continue
        screen = COMMENT.sub("", file.read_text()).partition("@layer print")[0]
        assert not colour.search(screen), f"{file.name}: {colour.search(screen)}"


@pytest.mark.parametrize("file", CSS, ids=lambda file: file.name)
def test_css_knows_no_physical_direction(file: Path) -> None:
    text = MEDIA.sub("", COMMENT.sub("", file.read_text()))
    assert not PHYSICAL.findall(text)


def test_templates_know_no_physical_direction() -> None:
    wrong = re.compile(r'style="|align="|class="[^"]*\b(?:left|right|pull-|float-)')
    found = [file.name for file in TEMPLATES if wrong.search(file.read_text())]
    assert not found


def test_each_stylesheet_has_its_macro() -> None:
    macros = {file.stem for file in COMPONENTS}
    styled = {file.stem for file in (ROOT / "static/css/components").glob("*.css")}
    assert styled <= macros


@pytest.mark.parametrize("file", COMPONENTS, ids=lambda file: file.stem)
def test_each_component_says_its_rules_and_shows_an_example(file: Path) -> None:
    text = file.read_text()
    assert text.startswith("{#-"), "the rules come first"
    assert text.count("{% macro ") == 1
    assert f"{{% macro {file.stem}(" in text
    assert f"{file.stem}(" in (EXAMPLES / file.name).read_text()


def test_no_example_outlives_its_component() -> None:
    assert {file.name for file in EXAMPLES.iterdir()} == {file.name for file in COMPONENTS}


def test_every_icon_asked_for_is_in_the_sprite() -> None:
    lines = (ROOT / "static/icons/icons.txt").read_text().splitlines()
    names = {line.split()[0] for line in lines}
    drawings = {file.stem for file in (ROOT / "static/drawings").glob("draw-*.svg")}
    text = "\n".join(file.read_text() for file in TEMPLATES)
    asked = set(re.findall(r'\b(?:icon|draw)\("([\w-]+)"|\bicon="([\w-]+)"', text))
    assert {one or other for one, other in asked} <= names | drawings


def test_every_token_used_is_defined() -> None:
    text = COMMENT.sub("", "\n".join(file.read_text() for file in CSS))
    defined = set(re.findall(r"(--[\w-]+)\s*:", text))
    without_default = set(re.findall(r"var\((--[\w-]+)\)", text))
    assert without_default <= defined


def test_weights_hold() -> None:
    """D5: what the first page of somebody on a slow network fetches, compressed."""
    manifest: dict[str, str] = json.loads((BUILT / "manifest.json").read_text())
    weights = {
        name: len(brotli.compress((BUILT / manifest[name]).read_bytes()))
        for name in ("portal.css", "bind.js", "sprite.svg")
    }
    assert weights["portal.css"] <= 12_000
    assert weights["bind.js"] <= 4_000
    assert weights["sprite.svg"] <= 4_000
