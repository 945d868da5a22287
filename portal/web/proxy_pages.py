"""What the proxy says by itself, without the portal: two pages, in every language at once.

It knows neither the catalogues nor whom it speaks to, and another language must not mean another
line of its configuration. Nothing but text: no style, no picture, no script is needed to read them.
"""

from pathlib import Path

from markupsafe import Markup

from portal.kernel import i18n
from portal.web.errors import PAGES

NAME = "Portail Travail Pair"
# What the proxy refuses, and what it answers while no process of ours does.
STATUSES = (413, 503)

_PAGE = Markup(
    '<!doctype html>\n<html lang="fr" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<meta name="robots" content="noindex">\n<title>{name} – {title}</title>\n</head>\n'
    "<body>\n<main>\n<h1>{name}</h1>\n{parts}\n</main>\n</body>\n</html>\n"
)
_PART = Markup(
    '<section lang="{tag}" dir="{direction}">\n<h2>{title}</h2>\n<p>{advice}</p>\n</section>'
)


def write(folder: Path) -> list[Path]:
    """Write `413.html` and `503.html` into the folder, made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for status in STATUSES:
        file = folder / f"{status}.html"
        file.write_text(page(status), encoding="utf-8")
        written.append(file)
    return written


def page(status: int) -> str:
    """The words of the portal's own page of this status, in each language under the other."""
    parts = Markup("\n").join(_part(status, locale) for locale in i18n.LOCALES.values())
    with i18n.use(i18n.DEFAULT):
        return _PAGE.format(name=NAME, title=str(PAGES[status][0]), parts=parts)


def _part(status: int, locale: i18n.Locale) -> Markup:
    with i18n.use(locale):
        title, advice = (str(words) for words in PAGES[status])
    return _PART.format(tag=locale.tag, direction=locale.direction, title=title, advice=advice)
