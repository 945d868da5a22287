"""« Qui est près de moi »: appearing, seeing, writing through the portal, disappearing."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from portal.people.models import Person
from tests.factories.groups import make_card
from tests.spaces.conftest import Region
from tests.spaces.peer.conftest import Groups
from tests.support.htmx import HtmxVisitor

Browsers = Callable[[Person], HtmxVisitor]
NEAR = "/my/nearby"


@pytest.fixture
def seen(groups: Groups, backstage: Session) -> None:
    make_card(backstage, groups.idris.id, "Idris", "93").near = ["93", "75"]
    backstage.commit()


def test_one_appears_sees_writes_and_disappears(
    signed_in: Browsers, groups: Groups, seen: None, backstage: Session
) -> None:
    noor, idris = signed_in(groups.noor), signed_in(groups.idris)
    page = noor.get(NEAR)
    assert "Idris" not in page.text
    noor.get(f"{NEAR}/{groups.idris.id}", expect=404)
    page = noor.click(page, "Devenir visible")
    refused = noor.submit(page.form(f"{NEAR}/me"), department="", expect=422)
    assert "Choisissez un département" in refused.text
    page = noor.submit(
        refused.form(f"{NEAR}/me"),
        department="75",
        languages=["ps"],
        about="Je débute.",
        as_peer="y",
    )
    assert "Idris" in page.text
    page = noor.click(page, "Idris")
    page = noor.submit(page.form(f"{NEAR}/{groups.idris.id}"), body="On prend un café ?")
    assert "On prend un café ?" in page.text
    page = idris.click(idris.get(NEAR), "Noor")
    assert "06 39" not in page.text
    idris.submit(page.form(f"{NEAR}/{groups.noor.id}/refuse"))
    assert "Idris" not in noor.get(NEAR).one("main").itertext()
    page = noor.get(NEAR)
    page = noor.submit(page.form(f"{NEAR}/me/disappear"))
    assert "Devenir visible" in page.text


def test_no_field_asks_or_filters_by_experience(
    signed_in: Browsers, groups: Groups, seen: None
) -> None:
    """LG-05: a name, a place, languages, a free word, an end, and a sentence that is not kept.
    Nothing else, and no search.
    """
    page = signed_in(groups.noor).get(f"{NEAR}/me")
    assert page.form(f"{NEAR}/me").names == {
        "csrf_token",
        "shown_name",
        "department",
        "city",
        "languages",
        "about",
        "until",
        "as_peer",
    }
    listed = signed_in(groups.idris).get(NEAR)
    fields = [f for f in listed.find("input") if f.get("type") != "hidden"]
    assert fields == []


def test_colleagues_of_an_organisation_do_not_see_who_appears(
    signed_in: Browsers, region: Region, groups: Groups, seen: None
) -> None:
    for person in (region.director, region.officer):
        visitor = signed_in(person)
        assert "Idris" not in visitor.get(NEAR).text
        visitor.get(f"{NEAR}/{groups.idris.id}", expect=404)


def test_who_will_see_is_said_before_and_asked_like_in_a_group(
    signed_in: Browsers, groups: Groups
) -> None:
    noor = signed_in(groups.noor)
    for path in (NEAR, f"{NEAR}/me"):
        text = noor.get(path).text
        assert "Toute personne qui a choisi d’être visible" in text
        assert "ni collègues, ni responsables" in text
        assert "Ni les employeurs" not in text
    refused = noor.submit(noor.get(f"{NEAR}/me").form(f"{NEAR}/me"), department="75", expect=422)
    assert "Cochez la phrase pour devenir visible" in refused.text
