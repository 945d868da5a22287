"""What one takes away from a session: the list, the sheet to sign; and the figures."""

from datetime import timedelta
from io import BytesIO

from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.models import AuditEntry
from portal.trainings import figures
from portal.trainings.actions import registrations
from portal.trainings.enums import SessionRole
from portal.trainings.models import TrainingSession
from tests.spaces.federation.conftest import DESK, Office
from tests.support.htmx import HtmxVisitor

NEED = "Une salle au rez-de-chaussée"


def text_of(visitor: HtmxVisitor, url: str) -> str:
    answer = visitor.fetch(url)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return str(answer.data, "utf-8-sig")


def cells(visitor: HtmxVisitor, url: str) -> list[tuple[object, ...]]:
    book = load_workbook(BytesIO(visitor.fetch(url).data))
    return [tuple(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def full(office: Office) -> TrainingSession:
    """Somebody comes, who needs something; somebody waits, with a name that is a formula."""
    dates = office.open(places=1)
    asker = office.ask(dates, "Zahra", contact_email="zahra@example.org")
    office.ask(dates, "=1+1")
    with asker.reach(office.database) as session:
        registrations.say_needs(
            session, asker.actor, asker.registration_id, lines={}, language="", words=NEED
        )
        session.commit()
    return dates


def test_who_organises_takes_the_list_away(office: Office) -> None:
    dates = full(office)
    writer = office.browser
    page = writer.get(office.address(dates))
    text = text_of(writer, page.link("La liste (CSV)"))
    header, waits, comes = text.splitlines()
    assert header == "Nom;Étape;Arrivée le;Langue;Téléphone;E-mail;Employeur"
    assert waits.startswith("'=1+1;Sur la liste d’attente;")
    assert comes.startswith("Zahra;Place confirmée;")
    assert "06 39 98 12 01;zahra@example.org" in comes.replace("\u00a0", " ")
    assert NEED not in text
    rows = cells(writer, page.link("La liste (XLSX)"))
    assert [row[0] for row in rows] == ["Nom", "=1+1", "Zahra"]
    assert NEED not in str(rows)


def test_who_trains_takes_names_and_nothing_else(office: Office) -> None:
    dates = full(office)
    office.entrust(dates, office.helper, SessionRole.TRAINER)
    helper = office.visitors(office.helper)
    assert text_of(helper, office.address(dates, "/list.csv")).splitlines() == ["Nom", "Zahra"]
    assert cells(helper, office.address(dates, "/list.xlsx")) == [("Nom",), ("Zahra",)]


def test_nobody_yet_is_an_empty_list(office: Office) -> None:
    dates = office.open()
    writer = office.browser
    assert len(text_of(writer, office.address(dates, "/list.csv")).splitlines()) == 1
    assert len(cells(writer, office.address(dates, "/list.xlsx"))) == 1


def test_the_sheet_to_sign_has_a_box_for_each_half_day(office: Office) -> None:
    first = clock.today() + timedelta(days=21)
    days = [(first + timedelta(days=n)).isoformat() for n in range(4)]
    slots = [
        {"on": day, "half": half, "starts": starts, "ends": ends}
        for day in days
        for half, starts, ends in (("am", "09:00", "12:30"), ("pm", "13:30", "17:00"))
    ]
    last = first + timedelta(days=3)
    dates = office.open(starts_on=first, ends_on=last, half_days=slots, places=1)
    office.ask(dates, "زرغونه")
    office.ask(dates, "Abel")
    office.entrust(dates, office.helper, SessionRole.TRAINER)
    sheet = office.visitors(office.helper).fetch(office.address(dates, "/attendance.pdf"))
    assert sheet.mimetype == "application/pdf"
    pages = [page.extract_text() for page in PdfReader(BytesIO(sheet.data)).pages]
    # Eight half-days: six on the first page, two on the second.
    assert len(pages) == 2
    assert pages[0].count("09:00") == 3
    assert pages[1].count("09:00") == 1
    assert all("Prendre la parole" in page and "Abel" not in page for page in pages)


def test_a_stranger_to_the_session_takes_nothing(office: Office) -> None:
    dates = full(office)
    helper = office.visitors(office.helper)
    for end in ("/list.csv", "/list.xlsx", "/attendance.pdf"):
        assert helper.fetch(office.address(dates, end)).status_code == 404
    helper.get(f"{DESK}/figures", expect=403)


def test_small_numbers_are_hidden(office: Office, backstage: Session) -> None:
    few, many = office.open(city="Douai", places=4), office.open(places=9)
    for number in range(3):
        office.ask(few, f"A{number}")
    for number in range(6):
        office.ask(many, f"B{number}")
    writer = office.browser
    # What is to come is not counted: it moves, and the difference of two days is one person.
    page = writer.click(writer.get(DESK), "Les sessions en chiffres")
    assert "Pas encore de chiffres" in page.text
    _first, last = figures.last_half_year(clock.today())
    for day in (clock.today() - timedelta(days=1), last):
        backstage.execute(
            text("UPDATE training_session SET starts_on = :day, ends_on = :day"), {"day": day}
        )
        backstage.commit()
        page = writer.get(f"{DESK}/figures")
        assert len(page.find("table")) == (2 if day <= last else 1)
    tables = page.find("table")
    rows = [" ".join(row.itertext()).split() for row in tables[0].iter("tr")][1:]
    said = sorted(" ".join(row[-8:]) for row in rows)
    assert any(line.endswith("4 moins de 5 moins de 5 0") for line in said)
    assert any(line.endswith("9 6 6 0") for line in said)
    assert " ".join(" ".join(tables[1].itertext()).split()).endswith("9")


def test_who_took_a_list_away_is_in_the_journal(office: Office, backstage: Session) -> None:
    dates = full(office)
    office.entrust(dates, office.helper, SessionRole.TRAINER)
    for visitor, end in (
        (office.browser, "/list.csv"),
        (office.browser, "/list.xlsx"),
        (office.visitors(office.helper), "/attendance.pdf"),
    ):
        visitor.fetch(office.address(dates, end))
    taken = select(AuditEntry.person_id, AuditEntry.facts).where(
        AuditEntry.subject == str(dates.id), AuditEntry.action == "training_session.list_taken"
    )
    found = backstage.execute(taken.order_by(AuditEntry.seq)).all()
    people = [office.writer.person_id] * 2 + [office.helper.id]
    assert [row.person_id for row in found] == people
    assert [row.facts for row in found] == [{"people": 2}, {"people": 2}, {"people": 1}]
