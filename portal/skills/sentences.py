"""What somebody says yes to before they show a part of their record: named as it is, in words."""

from datetime import datetime
from itertools import product
from typing import Any

from portal.kernel import i18n
from portal.kernel.i18n import _, comma, gettext_, show_date
from portal.people.enums import ShareKind
from portal.people.models import Share


def what_is_shown(copy: dict[str, Any], *, whole: bool, headings: bool, lines: bool = False) -> str:
    """« ma grille de compétences, mes connaissances sans leur origine », in the person's language.

    `whole`: nothing of the record was left out. `headings`: only these groups of the grid;
    `lines`: only these lines of what one knows.
    """
    if whole:
        return _("tout mon dossier, avec l’origine de mes connaissances")
    named = (
        (copy["grid"], _chosen(copy) if headings else _("ma grille de compétences")),
        (copy["knowledge"], _knowledge(copy, lines=lines)),
        (copy["path"], _("mon parcours")),
        (copy["project"] or copy["steps"], _("mon projet")),
    )
    # What goes along is counted in a sentence of its own; alone, it is all there is.
    return comma().join(words for there, words in named if there) or _("ce qui montre mes réponses")


def said_of(share: Share) -> str:
    """What a share shows, in the reader's language, whichever it was made in: said again from its
    document. Its own words where they cannot be found again; the sentence agreed to never changes.
    """
    made_in, whole = i18n.find(share.language), share.kind == ShareKind.VERSION
    agreed: dict[str, tuple[bool, bool]] = {}
    for headings, lines in product((False, True), repeat=2):
        with i18n.use(made_in or i18n.DEFAULT):
            then = what_is_shown(share.document, whole=whole, headings=headings, lines=lines)
        # The sentence holds all of it; the title, what fits.
        if then.startswith(share.title) and then in share.sentence:
            agreed.setdefault(then, (headings, lines))
    if not agreed:
        return share.title
    headings, lines = agreed[max(agreed, key=len)]
    return what_is_shown(share.document, whole=whole, headings=headings, lines=lines)


def _knowledge(copy: dict[str, Any], *, lines: bool) -> str:
    origin = any(line["sources"] for line in copy["knowledge"])
    if not lines:
        return (
            _("mes connaissances avec leur origine")
            if origin
            else _("mes connaissances sans leur origine")
        )
    names = " ; ".join(f"« {line['field']} »" for line in copy["knowledge"])
    if origin:
        return _("de mes connaissances, avec leur origine : %(names)s", names=names)
    return _("de mes connaissances, sans leur origine : %(names)s", names=names)


def which_record(copy: dict[str, Any], version: int | None) -> str:
    """« version 2, du 3 mars 2026 », or the record as it is that day."""
    day = show_date(datetime.fromisoformat(copy["taken_at"]))
    if version is None:
        return _("dossier du %(day)s", day=day)
    return _("version %(number)s, du %(day)s", number=version, day=day)


def _chosen(copy: dict[str, Any]) -> str:
    groups = [group for framework in copy["grid"] for group in framework["groups"]]
    names = [gettext_(one["plain"]) if one["plain"] else one["label"] for one in groups]
    return _("de ma grille : %(groups)s", groups=" ; ".join(f"« {name} »" for name in names))
