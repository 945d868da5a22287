"""The glossary of a federation: kept by its officers, suggested beside the text it is about."""

from collections.abc import Callable
from typing import Any

from portal.people.models import Person
from tests.spaces.conftest import Region
from tests.support.htmx import HtmxVisitor
from tests.support.page import words

Browsers = Callable[[Person], HtmxVisitor]
HOME = "/federation/fas-test"
GLOSSARY = f"{HOME}/glossary"


def test_a_term_is_kept_suggested_and_taken_out(region: Region, signed_in: Browsers) -> None:
    officer = signed_in(region.officer)
    page = officer.click(officer.get(f"{HOME}/translations"), "Glossaire")
    assert "Pas encore de terme" in page.text
    said: dict[str, Any] = {
        "term": "équipe",
        "language": "ps",
        "translation": "ټیم",
        "note": "نه «ډله»",
    }
    page = officer.submit(page.form(GLOSSARY), **said)
    assert "ټیم" in page.text
    desk = f"{HOME}/trainings"
    address = officer.submit(officer.get(desk).form(desk)).url.partition("/steps/")[0]
    form = officer.get(f"{address}/steps/content").form(f"{address}/steps/content")
    officer.submit(form, "Enregistrer et continuer", goals="Travailler en equipe.")
    page = officer.get(f"{HOME}/translations/{address.rpartition('/')[2]}/ps")
    suggested = page.by_id("terms-goals")
    assert words(suggested).startswith("équipe")
    said_so = next(one for one in suggested.iter("bdi") if one.get("lang"))
    assert (said_so.get("lang"), said_so.get("dir")) == ("ps", "rtl")
    page = officer.get(GLOSSARY)
    actions = [str(one.get("action")) for one in page.find("form")]
    [remove] = [action for action in actions if action.endswith("/remove")]
    # Asked once before: there is no way back.
    [asked] = [one for one in page.find("details") if "Retirer" in words(one)]
    assert remove in [str(one.get("action")) for one in asked.iter("form")]
    assert "Ce qui est déjà traduit ne change pas." in page.text
    assert "Pas encore de terme" in officer.submit(page.form(remove)).text


def test_what_lacks_is_said_beside_its_field(region: Region, signed_in: Browsers) -> None:
    officer = signed_in(region.officer)
    form = officer.get(GLOSSARY).form(GLOSSARY)
    page = officer.submit(form, expect=422, term="", language="ps", translation="")
    assert "Écrivez le terme en français." in page.text
    assert "Écrivez comment il se dit dans cette langue." in page.text
