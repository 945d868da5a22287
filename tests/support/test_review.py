"""Each rule of the review refuses what it is there to refuse."""

import pytest
from werkzeug.datastructures import Headers

from tests.support.page import Page
from tests.support.review import review_fragment, review_headers, review_page

POLICY = "default-src 'none'; script-src 'nonce-abc' 'strict-dynamic'; frame-ancestors 'none'"
GOOD = """<!doctype html>
<html lang="fr" dir="ltr">
<head>
  <meta name="viewport" content="width=device-width">
  <title>Les offres – Portail</title>
  <script type="module" src="/bind.js" nonce="abc"></script>
</head>
<body>
  <main id="main">
    <h1>Les <bdi>offres</bdi></h1>
    <h2>Chercher</h2>
    <a href="#main">Haut</a>
    <form method="post" action="/offers">
      <input type="hidden" name="csrf_token" value="x">
      <label for="q">Mot</label><input id="q" name="q" aria-describedby="hint">
      <p id="hint">Un mot suffit.</p>
      <fieldset><legend>Temps</legend>
        <label><input type="radio" name="time" value="full"> Plein</label>
        <label><input type="radio" name="time" value="part"> Partiel</label>
      </fieldset>
      <button>Chercher</button>
    </form>
    <img src="/a.svg" alt="">
    <table><tr><th>Lieu</th></tr></table>
  </main>
</body>
</html>"""
FAULTS = {
    "two h1": ("<h2>Chercher</h2>", "<h1>Chercher</h1>"),
    "no h1": ("<h1>Les <bdi>offres</bdi></h1>", ""),
    "a title that says something else": ("<title>Les offres", "<title>Portail"),
    "a level left out": ("<h2>Chercher</h2>", "<h3>Chercher</h3>"),
    "an unknown language": ('lang="fr"', 'lang="xx"'),
    "a wrong direction": ('dir="ltr"', 'dir="rtl"'),
    "no main": ('<main id="main">', '<div id="main">'),
    "zoom forbidden": ("device-width", "device-width, maximum-scale=1"),
    "an id twice": ('id="hint"', 'id="q"'),
    "a description that is not there": ('aria-describedby="hint"', 'aria-describedby="hints"'),
    "a link to nowhere": ('href="#main"', 'href="#content"'),
    "a control without label": ('for="q"', 'for="main"'),
    "an empty label": ("Mot</label>", "</label>"),
    "a button without words": ("<button>Chercher", "<button>"),
    "a link without words": (">Haut</a>", "></a>"),
    "a group without a name": ("<legend>Temps</legend>", ""),
    "no csrf token": ('name="csrf_token"', 'name="other"'),
    "a csrf token in an address": ('method="post"', 'method="get"'),
    "a script without nonce": (' nonce="abc"', ""),
    "a script with another nonce": ('nonce="abc"', 'nonce="abd"'),
    "code in the page": ('src="/bind.js" nonce="abc">', 'nonce="abc">alert(1)'),
    "an inline handler": ("<button>", '<button onclick="go()">'),
    "an htmx handler": ("<button>", '<button hx-on:click="go()">'),
    "an inline style": ("<button>", '<button style="color: red">'),
    "a style sheet in the page": ("</head>", "<style>p { color: red }</style></head>"),
    "an address that is code": ('href="#main"', 'href="javascript:go()"'),
    "a picture without alt": (' alt=""', ""),
    "a table without headers": ("<th>Lieu</th>", "<td>Lieu</td>"),
    "a placeholder left over": ("Un mot suffit.", "Un mot suffit, %(name)s."),
    "an unclosed element": ("<h2>Chercher</h2>", "<h2>Chercher"),
    "a block inside a paragraph": ("Un mot suffit.", "<div>Un mot suffit.</div>"),
}


def test_a_good_page_passes() -> None:
    review_page(Page(GOOD), POLICY)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_refused(fault: str) -> None:
    before, after = FAULTS[fault]
    assert GOOD.count(before) == 1
    with pytest.raises(Exception, match=r"."):
        review_page(Page(GOOD.replace(before, after)), POLICY)


def test_a_radio_outside_a_group_is_refused() -> None:
    lonely = '<label><input type="radio" name="time" value="full"> Plein</label>'
    with pytest.raises(AssertionError, match="fieldset"):
        review_fragment(Page(lonely, fragment=True))


@pytest.mark.parametrize(
    "name",
    [
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "Strict-Transport-Security",
        "Referrer-Policy",
        "Permissions-Policy",
        "Cross-Origin-Opener-Policy",
        "Cross-Origin-Resource-Policy",
    ],
)
def test_a_missing_header_is_refused(name: str) -> None:
    headers = Headers(
        {
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
            "Strict-Transport-Security": "max-age=63072000",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "microphone=(self)",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
        }
    )
    review_headers(headers)
    del headers[name]
    with pytest.raises((AssertionError, KeyError)):
        review_headers(headers)
