"""Sharing: a sentence and a preview before, a list after, dead at the next request, looks told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.events.models import GroupMembership
from portal.kernel import clock
from portal.organisations.enums import Role
from portal.people.models import Person, Share, ShareLook
from portal.skills.models import FrameworkAction, ProfileVersion
from tests.factories.groups import make_card, take_part
from tests.factories.people import join_team, make_person
from tests.spaces.conftest import Region
from tests.spaces.peer.conftest import Groups
from tests.support.htmx import HtmxVisitor
from tests.support.outbox import Outbox
from tests.support.page import Form, words

Browsers = Callable[[Person], HtmxVisitor]
LINE = "Etablir un lien de confiance avec les personnes accompagnées"


def member(session: Session, region: Region, person: Person, role: Role) -> None:
    join_team(session, region.structure, person, role)


@pytest.fixture
def employed(backstage: Session, region: Region, karim: Person) -> Region:
    """Karim works at the structure, in its team."""
    member(backstage, region, karim, Role.MEMBER)
    return region


@pytest.fixture
def filled(worker: HtmxVisitor, backstage: Session, employed: Region) -> HtmxVisitor:
    """Karim answered one line and wrote one knowledge whose source says something of him."""
    trust = select(FrameworkAction.id).where(FrameworkAction.code == "link-trust")
    page = worker.get(f"/my/grid/{backstage.scalars(trust).one()}")
    worker.submit(page.form(name="mobilised"), mobilised="yes", mastery="4")
    page = worker.get("/my/knowledge/new")
    worker.submit(page.form(), field="Addictologie", sources=["experiential"], mastery="5")
    return worker


@pytest.fixture
def nadia_shares(backstage: Session, employed: Region) -> UUID:
    """Something the director shares, which Karim never sees."""
    shared = Share(
        person_id=employed.director.id,
        person_name="Nadia",
        kind="extract",
        title="Mon parcours",
        recipient_person_id=employed.writer.id,
        recipient_name="Inès",
        purpose="Un avis",
        sentence="Je montre",
        language="fr",
        document={},
        created_at=clock.now(),
        until=clock.now() + timedelta(days=30),
    )
    backstage.add(shared)
    backstage.commit()
    return shared.id


def whole(form: Form, *parts: str) -> dict[str, Any]:
    """These parts, and all of each that can be chosen within."""
    within = {"grid": "headings", "knowledge": "knowledge"}
    fields = [within[part] for part in parts if part in within]
    return {"parts": list(parts)} | {name: ["all"] for name in fields if form.choices(name)}


def share(browser: HtmxVisitor, reader: str, parts: list[str]) -> str:
    """Go through both pages; the address of the share made."""
    form = browser.get("/my/shares/new").form(name="parts")
    preview = browser.submit(form, reader=reader, **whole(form, *parts), purpose="Mon entretien")
    page = browser.submit(preview.form("/my/shares"))
    return page.url


def made(backstage: Session) -> Share:
    backstage.expire_all()
    return backstage.scalars(select(Share)).one()


def test_the_preview_is_what_the_reader_sees(
    filled: HtmxVisitor, backstage: Session, employed: Region, signed_in: Browsers
) -> None:
    form = filled.get("/my/shares/new").form(name="parts")
    preview = filled.submit(
        form,
        reader=f"o:{employed.structure.id}",
        **whole(form, "grid", "knowledge"),
        purpose="Mon entretien",
    )
    said = "Je montre ma grille de compétences, mes connaissances sans leur origine (dossier du "
    assert said in preview.text
    assert "L’origine de vos connaissances sera lue" not in preview.text
    assert "Champ de connaissance" in preview.text
    assert "Source de connaissance" not in preview.text
    assert "Addictologie" in preview.text
    assert "Savoir expérientiel" not in preview.text
    assert backstage.scalars(select(Share)).all() == []
    filled.submit(preview.form("/my/shares"))
    boss = signed_in(employed.director)
    page = boss.get(f"/employer/{employed.structure.slug}/shares/{made(backstage).id}")
    assert "Addictologie" in page.text
    assert "Savoir expérientiel" not in page.text
    assert "Je fais bien, même quand c’est difficile" in page.text


def test_only_the_headings_chosen_are_shown_and_named(
    filled: HtmxVisitor, backstage: Session, employed: Region
) -> None:
    other = select(FrameworkAction.id).where(FrameworkAction.code == "workshops-run")
    page = filled.get(f"/my/grid/{backstage.scalars(other).one()}")
    filled.submit(page.form(name="mobilised"), mobilised="yes", mastery="2")
    filled.submit(filled.get("/my/versions").form())
    form = filled.get("/my/shares/new?version=1").form(name="parts")
    _all, kept, left = form.choices("headings")
    preview = filled.submit(
        form,
        reader=f"o:{employed.structure.id}",
        parts=["grid"],
        headings=[kept],
        purpose="Mon entretien",
    )
    assert "Je montre de ma grille : « " in preview.text
    assert "(version 1, du " in preview.text
    filled.submit(preview.form("/my/shares"))
    codes = [group["code"] for grid in made(backstage).document["grid"] for group in grid["groups"]]
    assert codes == [kept]
    assert left not in codes


@pytest.mark.parametrize(
    ("part", "field", "label"),
    [
        ("grid", "headings", "Toute la grille"),
        ("knowledge", "knowledge", "Toutes mes connaissances"),
    ],
)
def test_nothing_ticked_within_a_part_is_refused(
    filled: HtmxVisitor, backstage: Session, employed: Region, part: str, field: str, label: str
) -> None:
    """It used to show all of it. All is a choice of its own; all and some is none."""
    form = filled.get("/my/shares/new").form(name="parts")
    offered = form.choices(field)
    assert offered[0] == "all"
    said: dict[str, Any] = {"reader": f"o:{employed.structure.id}", "parts": [part]}
    said["purpose"] = "Mon entretien"
    for ticked in ([], ["all", offered[1]]):
        page = filled.submit(form, expect=422, **said | {field: ticked})
        assert f"Cochez « {label} », ou seulement" in page.text
    assert backstage.scalars(select(Share)).all() == []
    preview = filled.submit(form, **said | {field: ["all"]})
    filled.submit(preview.form("/my/shares"))
    assert made(backstage).document[part]


@pytest.mark.parametrize("version", ["", "1"])
def test_one_line_of_knowledge_need_not_be_shown(
    filled: HtmxVisitor, backstage: Session, employed: Region, signed_in: Browsers, version: str
) -> None:
    page = filled.get("/my/knowledge/new")
    filled.submit(page.form(), field="Démarches auprès de la CAF", mastery="3")
    filled.submit(filled.get("/my/versions").form())
    form = filled.get(f"/my/shares/new?version={version}").form(name="parts")
    _all, _sensitive, shown = form.choices("knowledge")
    preview = filled.submit(
        form,
        reader=f"o:{employed.structure.id}",
        parts=["knowledge"],
        knowledge=[shown],
        purpose="Mon entretien",
    )
    said = "Je montre de mes connaissances, sans leur origine : « Démarches auprès de la CAF » ("
    assert said in preview.text
    assert "Addictologie" not in preview.text
    filled.submit(preview.form("/my/shares"))
    kept = made(backstage)
    assert [line["field"] for line in kept.document["knowledge"]] == ["Démarches auprès de la CAF"]
    page = signed_in(employed.director).get(f"/employer/{employed.structure.slug}/shares/{kept.id}")
    assert "Addictologie" not in page.text


def test_lines_of_an_old_version_can_be_chosen_one_by_one(
    filled: HtmxVisitor, backstage: Session, employed: Region
) -> None:
    filled.submit(filled.get("/my/knowledge/new").form(), field="Une ville", mastery="3")
    filled.submit(filled.get("/my/versions").form())
    version = backstage.scalars(select(ProfileVersion)).one()
    # As versions were kept before lines had a code.
    version.document = version.document | {
        "knowledge": [
            {name: value for name, value in line.items() if name != "code"}
            for line in version.document["knowledge"]
        ]
    }
    backstage.commit()
    form = filled.get("/my/shares/new?version=1").form(name="parts")
    _all, _first, second = form.choices("knowledge")
    preview = filled.submit(
        form,
        reader=f"o:{employed.structure.id}",
        parts=["knowledge"],
        knowledge=[second],
        purpose="Mon entretien",
    )
    assert "Addictologie" not in preview.text
    assert "Une ville" in preview.text


def test_the_origin_of_what_one_knows_is_warned_about(
    filled: HtmxVisitor, employed: Region
) -> None:
    form = filled.get("/my/shares/new").form(name="parts")
    preview = filled.submit(
        form,
        reader=f"o:{employed.structure.id}",
        **whole(form, "knowledge", "knowledge_sources"),
        purpose="Mon entretien",
    )
    assert "L’origine de vos connaissances sera lue" in preview.text
    assert "mes connaissances avec leur origine" in preview.text
    assert "Source de connaissance" in preview.text


def test_sent_twice_it_is_made_once(
    filled: HtmxVisitor, backstage: Session, employed: Region
) -> None:
    form = filled.get("/my/shares/new").form(name="parts")
    preview = filled.submit(
        form, reader=f"o:{employed.structure.id}", **whole(form, "grid"), purpose="Mon entretien"
    )
    filled.submit(preview.form("/my/shares"))
    filled.submit(preview.form("/my/shares"))
    assert made(backstage).recipient_name == "La Halte"


def test_revoked_it_is_dead_at_the_next_request(
    filled: HtmxVisitor, backstage: Session, employed: Region, signed_in: Browsers
) -> None:
    address = share(filled, f"o:{employed.structure.id}", ["grid"])
    boss = signed_in(employed.director)
    theirs = f"/employer/{employed.structure.slug}/shares"
    assert "Karim" in boss.get(theirs).text
    boss.get(f"{theirs}/{made(backstage).id}")
    filled.submit(filled.get(address).form(f"{address}/revoke"))
    boss.get(f"{theirs}/{made(backstage).id}", expect=404)
    assert "Karim" not in boss.get(theirs).text
    page = filled.get(address)
    assert "Arrêté" in page.text
    assert "Nadia, le" in page.text  # who had looked stays known


def test_it_ends_by_itself(
    filled: HtmxVisitor, backstage: Session, employed: Region, signed_in: Browsers
) -> None:
    share(filled, f"o:{employed.structure.id}", ["grid"])
    theirs = f"/employer/{employed.structure.slug}/shares/{made(backstage).id}"
    with time_machine.travel(clock.now() + timedelta(days=91)):
        boss = signed_in(employed.director)
        boss.get(theirs, expect=404)
        assert backstage.scalars(select(ShareLook)).all() == []


def test_who_may_not_read_is_refused_and_leaves_no_look(
    filled: HtmxVisitor, backstage: Session, employed: Region, signed_in: Browsers
) -> None:
    share(filled, f"o:{employed.structure.id}", ["grid"])
    theirs = f"/employer/{employed.structure.slug}/shares/{made(backstage).id}"
    signed_in(employed.writer).get(theirs, expect=403)
    signed_in(employed.officer).get(theirs, expect=404)
    signed_in(employed.officer).get(f"/my/shares/received/{made(backstage).id}", expect=404)
    assert backstage.scalars(select(ShareLook)).all() == []


def test_a_manager_reads(
    filled: HtmxVisitor,
    backstage: Session,
    settings: Settings,
    employed: Region,
    signed_in: Browsers,
) -> None:
    manager = make_person(backstage, settings, "Lise", "lise@example.org")
    member(backstage, employed, manager, Role.MANAGER)
    share(filled, f"o:{employed.structure.id}", ["grid"])
    signed_in(manager).get(f"/employer/{employed.structure.slug}/shares/{made(backstage).id}")
    assert backstage.scalars(select(ShareLook)).one().looker_name == "Lise"


def test_a_colleague_reads_and_nobody_else(
    filled: HtmxVisitor, backstage: Session, employed: Region, signed_in: Browsers
) -> None:
    share(filled, f"p:{employed.writer.id}", ["knowledge"])
    address = f"/my/shares/received/{made(backstage).id}"
    assert "Addictologie" in signed_in(employed.writer).get(address).text
    assert "Karim" in signed_in(employed.writer).get("/my/shares").text
    signed_in(employed.director).get(address, expect=404)
    signed_in(employed.director).get(
        f"/employer/{employed.structure.slug}/shares/{made(backstage).id}", expect=404
    )


def choose(browser: HtmxVisitor, reader: str) -> int:
    """What the portal answers to whoever asks to share with this reader."""
    data = dict(browser.get("/my/shares/new").form(name="parts").data({}))
    data |= {"reader": reader, "parts": "grid", "purpose": "Voir"}
    return browser.fetch("/my/shares/preview", "POST", data=data).status_code


def test_somebody_of_a_group_reads_under_the_name_they_chose_there(
    filled: HtmxVisitor,
    backstage: Session,
    karim: Person,
    groups: Groups,
    signed_in: Browsers,
) -> None:
    theirs = backstage.scalars(
        select(GroupMembership).where(GroupMembership.group_id == groups.peers.id)
    ).one()
    theirs.shown_name = "Id."
    backstage.commit()
    reader = f"g:{theirs.id}"
    assert choose(filled, reader) == 404  # in no group with them
    take_part(backstage, groups.peers, karim.id, "K.")
    backstage.commit()
    page = filled.get("/my/shares/new")
    assert "Id. (groupe : " in page.text
    assert str(groups.idris.id) not in page.html
    share(filled, reader, ["knowledge"])
    address = f"/my/shares/received/{made(backstage).id}"
    assert "Addictologie" in signed_in(groups.idris).get(address).text
    signed_in(groups.noor).get(address, expect=404)
    backstage.expire_all()
    assert backstage.scalars(select(ShareLook)).one().looker_name == "Id."
    backstage.delete(theirs)
    backstage.commit()
    assert choose(filled, reader) == 404
    assert "Id. (" not in filled.get("/my/shares/new").text


def test_somebody_near_is_a_reader_when_both_appear(
    filled: HtmxVisitor,
    backstage: Session,
    karim: Person,
    groups: Groups,
    signed_in: Browsers,
) -> None:
    card = make_card(backstage, groups.idris.id, "Idris", "93")
    backstage.commit()
    reader = f"n:{card.id}"
    assert choose(filled, reader) == 404  # Karim does not appear
    mine = make_card(backstage, karim.id, "Karim", "93")
    backstage.commit()
    assert "Idris (près de vous)" in filled.get("/my/shares/new").text
    in_pashto = filled.fetch("/my/shares/new?lang=ps").get_data(as_text=True)
    assert "\u2068Idris\u2069 (" in in_pashto  # the brackets stay at their place
    filled.get("/my/shares/new?lang=fr")
    share(filled, reader, ["knowledge"])
    address = f"/my/shares/received/{made(backstage).id}"
    assert "Addictologie" in signed_in(groups.idris).get(address).text
    signed_in(groups.noor).get(address, expect=404)
    backstage.delete(mine)
    backstage.commit()
    assert choose(filled, reader) == 404


def test_a_person_one_does_not_work_with_cannot_be_chosen(
    filled: HtmxVisitor, backstage: Session, employed: Region
) -> None:
    form = filled.get("/my/shares/new").form(name="parts")
    data = dict(form.data({}))
    for stranger in (f"p:{employed.officer.id}", f"p:{UUID(int=7)}", "x:1", "o:"):
        answer = filled.fetch(
            "/my/shares/preview",
            "POST",
            data={**data, "reader": stranger, "parts": "grid", "purpose": "Voir"},
        )
        assert answer.status_code == 404
    assert backstage.scalars(select(Share)).all() == []


def test_a_federation_is_found_by_its_name(filled: HtmxVisitor, employed: Region) -> None:
    page = filled.get("/my/shares/new?q=FAS")
    assert f"o:{employed.federation.id}" in page.form(name="parts").choices("reader")
    assert f"o:{employed.federation.id}" not in (
        filled.get("/my/shares/new").form(name="parts").choices("reader")
    )


def test_what_is_not_found_is_said_so(filled: HtmxVisitor, employed: Region) -> None:
    assert "Rien trouvé" in filled.get("/my/shares/new?q=Zanzibar").text
    found = filled.get("/my/shares/new?q=FAS")
    assert "Rien trouvé" not in found.text
    assert "Les structures trouvées" in found.text


def test_the_sentence_names_what_was_ticked(
    worker: HtmxVisitor, backstage: Session, employed: Region
) -> None:
    """Who ticked the grid shares « the grid », even with nothing else in the record yet."""
    trust = select(FrameworkAction.id).where(FrameworkAction.code == "link-trust")
    page = worker.get(f"/my/grid/{backstage.scalars(trust).one()}")
    worker.submit(page.form(name="mobilised"), mobilised="yes", mastery="4")
    form = worker.get("/my/shares/new").form(name="parts")
    for parts, said in ((["grid"], "ma grille"), (form.choices("parts"), "tout mon dossier")):
        asked: dict[str, Any] = {"reader": f"o:{employed.structure.id}", "purpose": "Mon entretien"}
        preview = worker.submit(form, **asked, **whole(form, *parts))
        assert f"Je montre {said}" in preview.text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"parts": []}, "Choisissez ce que vous voulez montrer."),
        ({"purpose": " "}, "Dites pourquoi vous partagez."),
        ({"until": "2020-01-01"}, "Choisissez une date à venir, dans l’année."),
        ({"until": "2099-01-01"}, "Choisissez une date à venir, dans l’année."),
        ({"parts": ["path"]}, "Choisissez ce que vous voulez montrer."),
    ],
)
def test_what_lacks_is_said(
    filled: HtmxVisitor, employed: Region, changed: dict[str, object], said: str
) -> None:
    form = filled.get("/my/shares/new").form(name="parts")
    wanted: dict[str, object] = {
        "reader": f"o:{employed.structure.id}",
        **whole(form, "grid"),
        "purpose": "Mon entretien",
        **changed,
    }
    page = filled.submit(form, expect=422, **wanted)  # type: ignore[arg-type]  # values of a form
    assert said in page.text


def test_the_reader_is_told_and_told_nothing(
    filled: HtmxVisitor, employed: Region, run_jobs: Callable[[], None], outbox: Outbox
) -> None:
    share(filled, f"o:{employed.structure.id}", ["grid"])
    run_jobs()
    (mail,) = outbox.messages
    assert "Un document est partagé avec vous" in str(mail)
    assert "Karim" not in str(mail)
    assert "entretien" not in str(mail)


def test_the_name_of_anothers_share_tells_nothing(
    filled: HtmxVisitor, backstage: Session, employed: Region, nadia_shares: UUID
) -> None:
    form = filled.get("/my/shares/new").form(name="parts")
    reader = f"o:{employed.structure.id}"
    preview = filled.submit(form, reader=reader, **whole(form, "grid"), purpose="Mon entretien")
    sent = dict(preview.form("/my/shares").data({})) | {"share": str(nadia_shares)}
    answer = filled.fetch("/my/shares", method="POST", data=sent)
    assert answer.status_code == 302
    assert str(nadia_shares) not in answer.headers["Location"]
    backstage.expire_all()
    assert len(backstage.scalars(select(Share)).all()) == 2


def test_pressed_twice_at_once_it_is_shared_once(
    filled: HtmxVisitor, backstage: Session, employed: Region
) -> None:
    form = filled.get("/my/shares/new").form(name="parts")
    reader = f"o:{employed.structure.id}"
    preview = filled.submit(form, reader=reader, **whole(form, "grid"), purpose="Mon entretien")
    sent = dict(preview.form("/my/shares").data({}))
    cookie = filled.client.get_cookie("__Host-portal", domain="portail.example.org")
    assert cookie is not None

    def press(_: int) -> int:
        browser = filled.client.application.test_client()
        browser.set_cookie("__Host-portal", cookie.value, domain="portail.example.org", secure=True)
        return browser.post("/my/shares", data=sent, base_url=filled.base_url).status_code

    with ThreadPoolExecutor(6) as presses:
        assert set(presses.map(press, range(12))) == {302}
    assert len(backstage.scalars(select(Share)).all()) == 1


def test_a_reader_is_looked_for_by_what_can_be_typed(worker: HtmxVisitor) -> None:
    worker.get("/my/shares/new?q=Halte%00")


def test_a_version_stays_what_it_was(filled: HtmxVisitor, backstage: Session) -> None:
    page = filled.submit(filled.get("/my/versions").form(), title="Avant")
    assert page.heading == "Version 1"
    filled.submit(filled.get("/my/versions").form(), title="Encore")
    assert [v.number for v in backstage.scalars(select(ProfileVersion))] == [1]
    filled.submit(filled.get("/my/knowledge/new").form(), field="Droit au logement")
    filled.submit(filled.get("/my/versions").form(), title="Après")
    assert "Droit au logement" in filled.get("/my/versions/2").text
    assert "Droit au logement" not in filled.get("/my/versions/1").text
    filled.submit(filled.get("/my/versions/1").form("/my/versions/1/remove"))
    filled.get("/my/versions/1", expect=404)


def test_an_empty_record_has_no_version(worker: HtmxVisitor) -> None:
    page = worker.submit(worker.get("/my/versions").form(), expect=422)
    assert "Votre dossier est encore vide." in page.text


@pytest.mark.parametrize("language", ["ar", "fa-AF", "ps", "fr-x-simple"])
def test_the_pages_hold_in_other_languages(
    filled: HtmxVisitor, backstage: Session, employed: Region, language: str
) -> None:
    address = share(filled, f"p:{employed.writer.id}", ["grid", "knowledge"])
    filled.submit(filled.get("/my/versions").form())
    for path in ("/my/shares", "/my/shares/new", address, "/my/versions", "/my/versions/1"):
        filled.get(f"{path}?lang={language}")


def test_what_is_shared_with_oneself_alone_is_found_from_the_employer_s_space(
    backstage: Session, employed: Region, karim: Person, settings: Settings, signed_in: Browsers
) -> None:
    """By whom it is shared with, and by nobody else; dead, there is no way to it any more."""
    words = "Voir ce qui est partagé avec moi"
    other = make_person(backstage, settings, "Léa", "lea@example.org")
    member(backstage, employed, other, Role.MANAGER)
    theirs = f"/employer/{employed.structure.slug}/shares"
    director, colleague = signed_in(employed.director), signed_in(other)
    assert words not in director.get(theirs).text
    shared = Share(
        person_id=karim.id,
        person_name="Karim",
        kind="extract",
        title="Mon parcours",
        recipient_person_id=employed.director.id,
        recipient_name="Nadia",
        purpose="Un avis",
        sentence="Je montre",
        language="fr",
        document={},
        created_at=clock.now(),
        until=clock.now() + timedelta(days=30),
    )
    backstage.add(shared)
    backstage.commit()
    for page in (theirs, "/account"):
        assert "Karim" in director.click(director.get(page), words).text
        assert words not in colleague.get(page).text
    assert "Karim" not in director.get(theirs).text
    shared.revoked_at = clock.now()
    backstage.commit()
    for page in (theirs, "/account"):
        assert words not in director.get(page).text


@pytest.mark.parametrize(
    ("part", "chosen", "french"),
    [
        ("grid", "headings", "ma grille de compétences"),
        ("knowledge", "knowledge", "mes connaissances sans leur origine"),
        ("grid", "", "de ma grille : «"),
    ],
)
def test_what_is_shared_is_said_in_the_language_of_the_page(
    filled: HtmxVisitor,
    backstage: Session,
    employed: Region,
    part: str,
    chosen: str,
    french: str,
) -> None:
    """The list follows the reader; the sentence agreed to stays, word for word."""
    form = filled.get("/my/shares/new").form(name="parts")
    said: dict[str, Any] = {"reader": f"o:{employed.structure.id}", "purpose": "Mon entretien"}
    said[chosen or "headings"] = ["all"] if chosen else form.choices("headings")[1:2]
    preview = filled.submit(form, parts=[part], **said)
    filled.submit(preview.form("/my/shares"))
    kept = made(backstage)
    assert french in kept.title
    assert french in filled.get("/my/shares?lang=fr").text
    listed = filled.get("/my/shares?lang=ps").text
    assert french not in listed
    assert "زما" in listed
    page = filled.get(f"/my/shares/{kept.id}?lang=ps")
    [proof] = [one for one in page.find("bdi") if one.get("lang") == "fr"]
    assert words(proof).split() == kept.sentence.split()
