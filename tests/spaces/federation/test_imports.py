"""The desk of a federation: a file of trainings sent, read, imported, undone, exported."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.db import Database
from portal.people.models import Person
from portal.trainings.enums import SessionState
from portal.trainings.models import Training, TrainingImport, TrainingSession
from tests.factories.trainings import officer_of, open_session, publish_training
from tests.spaces.conftest import Region
from tests.support.client import Answer
from tests.support.htmx import HtmxVisitor
from tests.support.page import words
from tests.support.sql import statements

DESK = "/federation/fas-test/trainings/imports"
FILE = "Identifiant;Titre;Organisme;Jours;Ascenseur\nA-1;Écouter;Les Marches;2,5;oui\n"


@pytest.fixture
def writer(region: Region, signed_in: Callable[[Person], HtmxVisitor]) -> HtmxVisitor:
    return signed_in(region.assistant)


def send(writer: HtmxVisitor, content: bytes | str, name: str = "liste.csv", **more: Any) -> Answer:
    data = content.encode() if isinstance(content, str) else content
    form = writer.get(DESK).form(DESK)
    return writer.submit(form, file=(data, name), **more)


def preview(writer: HtmxVisitor, content: str = FILE) -> Answer:
    page = send(writer, content)
    return writer.submit(page.form(page.url))


def imported(writer: HtmxVisitor, content: str = FILE) -> Answer:
    page = preview(writer, content)
    return writer.submit(page.form(page.url), "Importer ce qui est choisi")


def how_many(backstage: Session) -> int:
    backstage.expire_all()
    return backstage.scalar(select(func.count()).select_from(Training)) or 0


def test_from_the_menu_to_a_draft_and_back(writer: HtmxVisitor, backstage: Session) -> None:
    before = how_many(backstage)
    page = writer.click(writer.get("/federation/fas-test/trainings"), "Importer ou exporter")
    assert page.url == DESK
    assert "5 Mo" in page.text
    page = send(writer, FILE)
    assert page.url.endswith("/columns")
    assert "2,5" in page.text
    page = writer.submit(page.form(page.url))
    assert "Écouter" in page.text
    assert "Nouvelle" in page.text
    assert how_many(backstage) == before
    page = writer.submit(page.form(page.url), "Importer ce qui est choisi")
    assert "Créée en brouillon" in page.text
    assert how_many(backstage) == before + 1
    sheet = writer.click(page, "Écouter")
    assert "Brouillon" in sheet.text
    assert "Fiche importée d’un fichier" in writer.click(sheet, "Historique").text
    page = writer.click(page, "Annuler cet import")
    assert "1 brouillon est enlevé" in page.text
    page = writer.submit(page.form(page.url))
    assert "Enlevée" in page.text
    assert how_many(backstage) == before


def test_a_change_is_shown_field_by_field(writer: HtmxVisitor) -> None:
    imported(writer)
    page = preview(writer, FILE.replace("2,5", "4").replace("oui", "non"))
    assert "Changée" in page.text
    cells = [words(cell) for cell in page.find("td")]
    assert cells == ["2,5", "4", "oui", "non"]
    assert "Pareille" in preview(writer).text


def test_errors_name_the_column_of_the_file_and_keep_the_value(writer: HtmxVisitor) -> None:
    page = preview(writer, FILE.replace("2,5", "beaucoup"))
    assert "Jours : Écrivez un nombre, en chiffres." in words(page.one("main"))
    assert "beaucoup" in page.text
    refused = writer.submit(page.form(page.url), "Importer ce qui est choisi")
    assert "Choisissez au moins une ligne à importer." in refused.text


def test_choices_are_kept_from_page_to_page(writer: HtmxVisitor, backstage: Session) -> None:
    before = how_many(backstage)
    many = "".join(f"B-{n};Formation {n};O;1;\n" for n in range(30))
    page = preview(writer, FILE + many)
    form = page.form(page.url)
    page = writer.submit(form, "Garder mes choix", taken=["2", "3"])
    assert "Vos choix sont gardés." in page.text
    page = writer.get(f"{page.url.partition('?')[0]}?page=2")
    page = writer.submit(
        page.form(page.url.partition("?")[0]), "Importer ce qui est choisi", taken=[]
    )
    assert how_many(backstage) == before + 2
    assert page.text.count("Pas choisie") == 23


def test_lines_of_one_kind_are_shown_alone(writer: HtmxVisitor) -> None:
    page = preview(writer, FILE + "A-2;;O;1;\n")
    page = writer.click(page, "À corriger 1")
    assert "Écouter" not in words(page.one("main"))
    assert "Donnez le nom de la formation." in page.text
    assert writer.get(f"{page.url.partition('?')[0]}?show=nothing&page=99").status == 200


def test_the_same_column_twice_is_said_beside_it(writer: HtmxVisitor) -> None:
    page = send(writer, FILE)
    values: dict[str, Any] = {"column-1": "title", "column-2": "title"}
    page = writer.submit(page.form(page.url), expect=422, **values)
    assert "Cette colonne est déjà choisie plus haut." in page.text


def test_sending_twice_makes_one(writer: HtmxVisitor, backstage: Session) -> None:
    form = writer.get(DESK).form(DESK)
    for _time in range(2):
        writer.submit(form, file=(FILE.encode(), "liste.csv"))
    assert backstage.scalar(select(func.count()).select_from(TrainingImport)) == 1


def test_a_file_is_forgotten(writer: HtmxVisitor, backstage: Session) -> None:
    page = preview(writer)
    page = writer.submit(page.form(f"{page.url}/forget"))
    assert page.url == DESK
    assert "liste.csv" not in page.text


def test_the_preview_is_made_again(writer: HtmxVisitor) -> None:
    page, other = preview(writer), preview(writer)
    writer.submit(other.form(other.url), "Importer ce qui est choisi")
    page = writer.submit(page.form(f"{page.url}/compare"))
    assert "Pareille" in page.text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Le fichier est vide"),
        (b"\x89PNG\r\n\x1a\n\x00", "n’est pas un tableau"),
        (b"%PDF-1.7 faux", "n’est pas un tableau"),
        (b"PK\x03\x04 faux", "Nous n’arrivons pas à lire"),
        (b"a;b\n" + b"1;2\n" * 1_100, "plus de 1 000 formations"),
        (b"a;b\n", "aucune formation"),
        (b"<html><body/></html>", "n’est pas du LHEO"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "Nous n’arrivons pas à lire"),
    ],
    ids=lambda value: str(value[:12]),
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    writer: HtmxVisitor, content: bytes, said: str
) -> None:
    page = send(writer, content, expect=422)
    assert said in words(page.one("main"))


LHEO = """<?xml version="1.0"?>
<!-- Un catalogue
     de Lille -->
<lheo xmlns="http://lheo.gouv.fr/2.3"><offres>
<formation numero="AB-12"><intitule-formation>Médiation</intitule-formation>
<certifiante>peut-être</certifiante></formation></offres></lheo>"""


def test_what_lheo_says_of_a_file_is_said_with_its_line(writer: HtmxVisitor) -> None:
    page = send(writer, LHEO, "catalogue.xml")
    said = [words(item) for item in page.find("li") if "certifiante" in words(item)]
    assert said == [
        "<certifiante> ne peut pas être « peut-être ». Codes possibles : 0, 1. Ligne 6 du fichier"
    ]
    assert "Il manque <action> dans <formation>. Ligne 5 du fichier" in words(page.one("main"))
    page = writer.submit(page.form(page.url), "Importer ce qui est choisi")
    assert "Créée en brouillon" in page.text


def test_no_file_is_asked_for(writer: HtmxVisitor) -> None:
    page = writer.submit(writer.get(DESK).form(DESK), expect=422)
    assert "Choisissez un fichier." in page.text


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_model_and_the_export_are_files_to_keep(writer: HtmxVisitor, form: str) -> None:
    for name in ("model", "export"):
        answer = writer.fetch(f"{DESK}/{name}.{form}")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")


def test_pages_ask_as_much_however_many_lines_there_are(
    writer: HtmxVisitor, database: Database
) -> None:
    asked: dict[str, list[int]] = {}
    for many in (1, 20):
        head = f"{FILE.splitlines()[0]};Sessions\n"
        day = f"{COMING:%d/%m/%Y} | | | 8"
        rows = "".join(f"{many}-{n};Formation {many} {n};O;1;;{day}\n" for n in range(many))
        address = preview(writer, head + rows).url
        for page in (address, f"{address}/columns"):
            with statements(database.engine) as found:
                writer.get(page)
            asked.setdefault(page.removeprefix(address), []).append(len(found))
        shown = writer.get(address)
        writer.submit(shown.form(address), "Importer ce qui est choisi")
        for name, page in (("result", address), ("undo", f"{address}/undo"), ("list", DESK)):
            with statements(database.engine) as found:
                writer.get(page)
            asked.setdefault(name, []).append(len(found))
    assert all(few == more for few, more in asked.values()), asked


_CELL = st.text(st.characters(codec="utf-8"), max_size=30)
_TABLE = st.lists(st.lists(_CELL, min_size=1, max_size=6), max_size=6)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.one_of(
        st.binary(max_size=400),
        _TABLE.map(lambda rows: "\n".join(";".join(row) for row in rows).encode()),
        _TABLE.map(lambda rows: (FILE + "\n".join(";".join(row) for row in rows)).encode()),
        st.text(max_size=80).map(
            lambda text: f"<lheo><formation>{text}</formation></lheo>".encode()
        ),
    )
)
def test_whatever_is_sent_there_is_an_answer(writer: HtmxVisitor, content: bytes) -> None:
    form = writer.get(DESK).form(DESK)
    answer = writer.send(form, DESK, file=(content, "x.csv"))
    assert answer.status_code in (302, 422)
    if answer.status_code == 302:
        page = writer.submit(form, file=(content, "x.csv"))
        if page.url.endswith("/columns"):
            sent = writer.send(page.form(page.url), page.url)
            assert sent.status_code in (302, 422)
            assert writer.fetch(page.url.removesuffix("/columns")).status_code in (200, 302)


SESSIONS = "Identifiant;Titre;Organisme;Sessions\nA-1;Écouter;Les Marches;{}\n"
COMING = clock.today() + timedelta(days=30)


def test_sessions_are_seen_chosen_planned_and_undone(
    writer: HtmxVisitor, backstage: Session
) -> None:
    page = preview(writer, SESSIONS.format(f"{COMING:%d/%m/%Y} | | | | | | Lille"))
    main = words(page.one("main"))
    assert "Session (nouvelle, mais combien de places ? Écrivez-le ci-dessous)" in main
    assert "Lille" in main
    assert "Ses sessions restent en préparation" in main
    assert dates_of(backstage) == []
    address = page.url
    (line,) = typed(page, "shown")
    for places, do, said in (
        ("900", "Importer ce qui est choisi", "Écrivez un nombre de places entre 1 et 500."),
        ("9", "Garder mes choix", "Vos choix sont gardés."),
    ):
        wanted: dict[str, Any] = {f"places-{line}": places}
        page = writer.submit(page.form(address), do, **wanted)
        assert said in page.text
        assert dates_of(backstage) == []
    assert typed(page, f"places-{line}") == ["9"]
    page = writer.submit(page.form(address), "Importer ce qui est choisi")
    assert "Créée en brouillon, 1 session en préparation" in words(page.one("main"))
    (found,) = dates_of(backstage)
    assert (found.starts_on, found.city, found.places) == (COMING, "Lille", 9)
    assert found.state == SessionState.PLANNED
    page = writer.click(page, "Annuler cet import")
    writer.submit(page.form(page.url))
    assert dates_of(backstage) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("shown", "9" * 30),
        ("taken", "99999999999"),
        ("announced", "9" * 5000),
        ("places-{}", "1" * 5000),
        ("places-{}", "²"),
        ("places-" + "1" * 5000, "3"),
    ],
)
def test_a_number_nobody_can_mean_changes_nothing(
    writer: HtmxVisitor, backstage: Session, name: str, text: str
) -> None:
    page = preview(writer, SESSIONS.format(f"{COMING:%d/%m/%Y} | | | | | | Lille"))
    (line,) = typed(page, "shown")
    form = page.form(page.url)
    sent = dict(form.data({}, "Garder mes choix")) | {name.format(line): text}
    referer = {"Referer": writer.base_url + form.action}
    answer = writer.fetch(form.action, method="POST", data=sent, headers=referer)
    assert answer.status_code == 302
    page = writer.get(form.action)
    assert typed(page, f"places-{line}") == [""]
    assert dates_of(backstage) == []


def typed(page: Answer, name: str) -> list[str]:
    return [str(one.get("value")) for one in page.find("input") if one.get("name") == name]


def dates_of(backstage: Session) -> list[TrainingSession]:
    backstage.expire_all()
    found = select(TrainingSession).join(Training, Training.id == TrainingSession.training_id)
    return list(backstage.scalars(found.where(Training.title == "Écouter")))


def test_the_sessions_of_what_is_online_may_be_announced_at_once(
    writer: HtmxVisitor, region: Region, database: Database, backstage: Session
) -> None:
    officers = [officer_of(region.federation, one) for one in (region.assistant, region.officer)]
    with open_session(database, officers[0]) as session:
        training = publish_training(session, *officers)
        session.commit()
    day = f"{COMING:%d/%m/%Y}"
    content = f"Identifiant;Sessions\n{training.id};{day} | | | 8\n"
    page = preview(writer, content)
    form = page.form(page.url)
    (line,) = typed(page, "announced")
    page = writer.submit(form, "Importer ce qui est choisi", announced=[line])
    assert "1 session annoncée" in page.text
    shown = writer.get(f"/trainings/{training.slug}")
    assert "Encore 8 places." in shown.text
    # Sent again, it says nothing new.
    assert "Pareille" in preview(writer, content).text
