"""What a share shows, said again in another language from what was agreed to."""

from typing import Any

import pytest

from portal.kernel import i18n
from portal.kernel.i18n import LOCALES
from portal.people.enums import ShareKind
from portal.people.models import Share
from portal.skills.sentences import said_of, what_is_shown


def copy_of(groups: int) -> dict[str, Any]:
    """Groups of the grid whose names alone are longer than a title, and one line of knowledge."""
    named = [{"plain": "", "label": f"Aller vers les personnes, partie {n}"} for n in range(groups)]
    knowledge = [{"field": "Les droits", "sources": []}]
    return {"grid": [{"groups": named}], "knowledge": knowledge, "path": [], "project": {}} | {
        "steps": []
    }


@pytest.mark.parametrize("groups", [1, 9])
@pytest.mark.parametrize("lines", [False, True])
@pytest.mark.parametrize("headings", [False, True])
def test_it_is_said_again_as_it_was_chosen(groups: int, headings: bool, lines: bool) -> None:
    """However long the names: the title holds two hundred letters of them, the sentence all."""
    document = copy_of(groups)
    chosen = {"whole": False, "headings": headings, "lines": lines}
    what = what_is_shown(document, **chosen)
    share = Share(
        kind=ShareKind.EXTRACT,
        title=what[:200],
        language="fr",
        sentence=f"Je montre {what} (dossier) à Nadia, pour : un entretien, jusqu’au 3 mars.",
        document=document,
    )
    assert said_of(share) == what
    with i18n.use(LOCALES["ps"]):
        assert said_of(share) == what_is_shown(document, **chosen)


def test_words_that_cannot_be_found_again_stay_as_they_were() -> None:
    share = Share(
        kind=ShareKind.EXTRACT,
        title="mon dossier d’autrefois",
        language="fr",
        sentence="Je montre mon dossier d’autrefois à Nadia.",
        document=copy_of(1),
    )
    assert said_of(share) == "mon dossier d’autrefois"
