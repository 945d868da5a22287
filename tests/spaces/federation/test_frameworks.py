"""Frameworks beside the guide: drafts, editions that lose no answer, other languages, a voice."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import validate
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import i18n
from portal.kernel.i18n import LOCALES
from portal.people.models import Person
from portal.skills.enums import Part
from portal.skills.exports.cvs import Card, cv_sheet
from portal.skills.exports.records import record_sheet
from portal.skills.exports.tables import tables_of
from portal.skills.models import Framework, FrameworkAction, GridAnswer, ProfileVersion
from portal.skills.reading import read
from tests.factories.people import make_person
from tests.factories.recordings import recording
from tests.spaces.conftest import Region
from tests.support.htmx import HtmxVisitor
from tests.support.tree import PORTAL

Browsers = Callable[[Person], HtmxVisitor]
Values = dict[str, Any]  # fields whose names are no names of Python
TITLE = "Grille de la région"
SCHEMA = PORTAL / "skills" / "exports" / "record.schema.json"
CURRENT = (
    select(FrameworkAction.id)
    .join(Framework, Framework.id == FrameworkAction.framework_id)
    .where(Framework.title == TITLE, FrameworkAction.until_edition.is_(None))
)


@pytest.fixture
def officer(region: Region, signed_in: Browsers) -> HtmxVisitor:
    return signed_in(region.officer)


@pytest.fixture
def worker(backstage: Session, settings: Settings, signed_in: Browsers) -> HtmxVisitor:
    return signed_in(make_person(backstage, settings, "Karim", "06 39 98 03 03"))


def write(officer: HtmxVisitor, *labels: str, source_date: str = "") -> str:
    """A framework with one heading and these lines; its address."""
    page = officer.get("/federation/fas-test/frameworks")
    page = officer.submit(
        page.form(name="title"),
        title=TITLE,
        source="Groupe de travail, 2026",
        source_date=source_date,
    )
    address = page.url
    heading: Values = {"heading-label": "Réduire les risques"}
    page = officer.submit(page.form(f"{address}/headings"), **heading)
    for label in labels:
        page = officer.submit(page.form(f"{address}/lines"), label=label)
    return address


def publish(officer: HtmxVisitor, address: str) -> None:
    officer.submit(officer.get(address).form(f"{address}/publish"))


def choose(worker: HtmxVisitor, backstage: Session) -> None:
    backstage.expire_all()
    ours = backstage.scalars(select(Framework.id).where(Framework.title == TITLE)).one()
    worker.submit(worker.get("/my/grid").form(f"/my/grid/frameworks/{ours}"), "L’ajouter")


def line(backstage: Session, label: str) -> FrameworkAction:
    backstage.expire_all()
    return backstage.scalars(select(FrameworkAction).where(FrameworkAction.label == label)).one()


def answer(worker: HtmxVisitor, backstage: Session, label: str, said: str) -> None:
    address = f"/my/grid/{line(backstage, label).id}"
    worker.submit(
        worker.get(address).form(name="mastery"),
        mobilised=said,
        mastery="3",
        interest="4",
        later="1",
    )


def test_what_lacks_is_said_at_the_top_too(officer: HtmxVisitor, backstage: Session) -> None:
    """The forms stand at the bottom of a long page: whoever comes back to its top must know."""
    address = write(officer, "Informer")
    page = officer.get(address)
    heading: Values = {"heading-label": " "}
    for form, values in ((f"{address}/headings", heading), (f"{address}/lines", {"label": " "})):
        refused = officer.submit(page.form(form), expect=422, **values)
        assert "Il y a un point à corriger" in refused.text
    found = line(backstage, "Informer")
    page = officer.get(f"{address}/lines/{found.id}")
    refused = officer.submit(page.form(name="label"), expect=422, label=" ")
    assert "Il y a un point à corriger" in refused.text


def test_a_draft_is_seen_by_nobody_else(
    officer: HtmxVisitor, worker: HtmxVisitor, backstage: Session
) -> None:
    address = write(officer, "Distribuer du matériel")
    assert TITLE not in worker.get("/my/grid").text
    worker.get(f"/my/grid/{line(backstage, 'Distribuer du matériel').id}", expect=404)
    publish(officer, address)
    assert TITLE in worker.get("/my/grid").text


def test_nothing_to_publish_is_said(officer: HtmxVisitor, backstage: Session) -> None:
    address = write(officer, "Distribuer du matériel")
    form = officer.get(address).form(f"{address}/publish")
    officer.submit(form)
    page = officer.submit(form)
    assert "Il n’y a rien de nouveau à publier." in page.text
    assert backstage.scalars(select(Framework.edition).where(Framework.title == TITLE)).all() == [1]


def test_a_new_edition_loses_no_answer(
    officer: HtmxVisitor, worker: HtmxVisitor, backstage: Session
) -> None:
    address = write(officer, "Distribuer du matériel", "Aller vers", "Tenir une permanence")
    publish(officer, address)
    choose(worker, backstage)
    for label in ("Distribuer du matériel", "Aller vers"):
        answer(worker, backstage, label, "yes")
    old = line(backstage, "Aller vers")
    page = officer.get(f"{address}/lines/{old.id}")
    officer.submit(page.form(f"{address}/lines/{old.id}"), label="Aller vers les personnes")
    for label in ("Distribuer du matériel", "Tenir une permanence"):
        gone = f"{address}/lines/{line(backstage, label).id}"
        officer.submit(officer.get(gone).form(f"{gone}/retire"))
    # Until it is published, nothing changed for those who answer.
    before = worker.get("/my/grid").text
    assert "Aller vers les personnes" not in before
    assert "Tenir une permanence" in before
    assert "n’est plus dans la grille" not in before
    publish(officer, address)
    after = worker.get("/my/grid").text
    assert after.count("Cette ligne n’est plus dans la grille. Votre réponse reste.") == 2
    assert "Aller vers les personnes" in after
    assert "Tenir une permanence" not in after  # nobody had answered it
    assert len(backstage.scalars(select(GridAnswer)).all()) == 2
    new = line(backstage, "Aller vers les personnes")
    assert (new.follows_id, new.since_edition) == (old.id, 2)
    assert line(backstage, "Aller vers").until_edition == 1
    worker.get(f"/my/grid/{old.id}")


def test_a_line_said_otherwise_keeps_its_story(
    officer: HtmxVisitor, worker: HtmxVisitor, backstage: Session
) -> None:
    """The old answer is offered, not taken as said; once kept, two versions compare as one line."""
    address = write(officer, "Aller vers")
    publish(officer, address)
    choose(worker, backstage)
    answer(worker, backstage, "Aller vers", "yes")
    worker.submit(worker.get("/my/versions").form("/my/versions"))
    for words in ("Aller vers les personnes", "Aller vers les gens"):
        told = f"{address}/lines/{backstage.scalars(CURRENT).one()}"
        officer.submit(officer.get(told).form(told), label=words)
        publish(officer, address)
        backstage.expire_all()
    page = worker.get(f"/my/grid/{line(backstage, 'Aller vers les gens').id}")
    assert "Votre ancienne réponse est déjà cochée." in page.text
    assert page.find("input", name="mobilised", value="yes", checked="")
    assert page.find("input", name="mastery", value="3", checked="")
    assert "Votre ancienne réponse est à confirmer" in worker.get("/my/grid").text
    assert len(backstage.scalars(select(GridAnswer)).all()) == 1
    worker.submit(page.form(name="mastery"), mastery="5", later="1")
    assert "à confirmer" not in worker.get("/my/grid").text
    page = worker.get("/my/versions/compare")
    assert "Ce qui a grandi" in page.text
    assert "Ce qui n’y est plus" not in page.text
    assert "Ce qui est nouveau" not in page.text


def test_a_draft_line_is_changed_in_place_and_can_be_thrown_away(
    officer: HtmxVisitor, backstage: Session
) -> None:
    address = write(officer, "Distribuer du matériel")
    written = f"{address}/lines/{line(backstage, 'Distribuer du matériel').id}"
    officer.submit(officer.get(written).form(written), label="Donner du matériel")
    assert written.endswith(str(line(backstage, "Donner du matériel").id))
    officer.submit(officer.get(written).form(f"{written}/retire"))
    assert (
        backstage.scalars(
            select(FrameworkAction.label).where(FrameworkAction.label.like("%matériel"))
        ).all()
        == []
    )


def test_a_line_is_read_in_another_language(
    officer: HtmxVisitor, worker: HtmxVisitor, backstage: Session
) -> None:
    address = write(officer, "Distribuer du matériel")
    written = f"{address}/lines/{line(backstage, 'Distribuer du matériel').id}"
    said: Values = {"translation-language": "ps", "translation-plain": "سامان ورکول"}
    officer.submit(officer.get(written).form(f"{written}/languages"), **said)
    publish(officer, address)
    choose(worker, backstage)
    assert "سامان ورکول" in worker.get("/my/grid?lang=ps").text
    assert "سامان ورکول" not in worker.get("/my/grid?lang=fr").text


def test_a_blank_part_of_a_translation_takes_nothing_back(
    officer: HtmxVisitor, backstage: Session
) -> None:
    address = write(officer, "Distribuer du matériel")
    written = f"{address}/lines/{line(backstage, 'Distribuer du matériel').id}"

    def say(expect: int = 200, **parts: str) -> str:
        said: Values = {f"translation-{part}": text for part, text in parts.items()}
        form = officer.get(written).form(f"{written}/languages")
        return officer.submit(form, expect=expect, **{"translation-language": "ps", **said}).text

    assert "Écrivez la traduction." in say(expect=422)
    assert "سامان ورکول" in say(plain="سامان ورکول")
    page = say(example="په کوڅه کې")
    assert "سامان ورکول" in page
    assert "په کوڅه کې" in page
    said: Values = {"translation-language": "ps", "translation-take_back": "y"}
    page = officer.submit(officer.get(written).form(f"{written}/languages"), **said).text
    assert "سامان ورکول" not in page
    assert "په کوڅه کې" not in page


def test_a_translation_follows_the_line_wherever_it_is_read(
    officer: HtmxVisitor, worker: HtmxVisitor, backstage: Session
) -> None:
    """A version, what is drawn of it, a comparison, a CV and the files one takes away."""
    pashto = "سامان ورکول"
    address = write(officer, "Distribuer du matériel")
    written = f"{address}/lines/{line(backstage, 'Distribuer du matériel').id}"
    said: Values = {"translation-language": "ps", "translation-plain": pashto}
    officer.submit(officer.get(written).form(f"{written}/languages"), **said)
    publish(officer, address)
    choose(worker, backstage)
    answer(worker, backstage, "Distribuer du matériel", "yes")
    worker.submit(worker.get("/my/versions").form("/my/versions"))
    for path in ("versions/1", "versions/1/charts", "versions/1/map", "versions/compare", "cv"):
        assert pashto in worker.get(f"/my/{path}?lang=ps").text, path
        assert pashto not in worker.get(f"/my/{path}?lang=fr").text, path
    document = backstage.scalars(select(ProfileVersion.document)).one()
    validate(document, json.loads(SCHEMA.read_text()))
    record = read(document)
    with i18n.use(LOCALES["ps"]):
        sheet = record_sheet(record, list(Part))
        (table,) = [one for one in tables_of(record, list(Part)) if one.name == "competences"]
        cv = cv_sheet(record, Card("Karim", "", "", [], exact_words=False))
        exact = cv_sheet(record, Card("Karim", "", "", [], exact_words=True))
    assert pashto in str(sheet)
    assert "Distribuer du matériel" in str(sheet)
    assert pashto in table.rows[0]
    assert pashto in str(cv)
    assert pashto not in str(exact)


def test_who_answers_reads_where_the_words_come_from_and_when(
    officer: HtmxVisitor, worker: HtmxVisitor, region: Region, backstage: Session
) -> None:
    address = write(officer, "Distribuer du matériel", source_date="2026-03-14")
    publish(officer, address)
    page = worker.get("/my/grid").text
    assert f"Publiée par {region.federation.name}" in page
    choose(worker, backstage)
    page = worker.get("/my/grid").text
    assert "Source : Groupe de travail, 2026 · 14 mars 2026 · Édition 1" in page
    # The guide says its year, not a day nobody knows.
    assert "guide sur le travail pair, 2023 · Édition 1" in page
    assert "1 janvier 2023" not in page


def test_no_date_is_made_up(officer: HtmxVisitor, backstage: Session) -> None:
    write(officer)
    made = backstage.scalars(select(Framework).where(Framework.title == TITLE)).one()
    assert made.source_date is None


def test_a_group_has_plain_words_and_other_languages(
    officer: HtmxVisitor, worker: HtmxVisitor, backstage: Session
) -> None:
    address = write(officer, "Distribuer du matériel")
    page = officer.click(officer.get(address), "Réduire les risques")
    group = page.url
    changed = officer.submit(
        page.form(group), label="Réduction des risques", plain="Aider à prendre moins de risques"
    )
    assert "Réduction des risques" in changed.text
    said: Values = {"translation-language": "ps", "translation-plain": "خطر کمول"}
    officer.submit(officer.get(group).form(f"{group}/languages"), **said)
    publish(officer, address)
    choose(worker, backstage)
    french = worker.get("/my/grid?lang=fr").text
    assert "Aider à prendre moins de risques" in french
    assert "Réduction des risques" in french
    assert "خطر کمول" not in french
    assert "خطر کمول" in worker.get("/my/grid?lang=ps").text


def test_a_group_is_taken_back_before_it_is_published_only(
    officer: HtmxVisitor, backstage: Session
) -> None:
    address = write(officer, "Distribuer du matériel")
    second: Values = {"heading-label": "Par erreur"}
    officer.submit(officer.get(address).form(f"{address}/headings"), **second)
    group = officer.click(officer.get(address), "Par erreur").url
    heading = group.rsplit("/", 1)[1]
    page = officer.get(address)
    officer.submit(page.form(f"{address}/lines"), heading=heading, label="Une ligne de trop")
    page = officer.submit(officer.get(group).form(f"{group}/remove"))
    assert "Par erreur" not in page.text
    assert "Une ligne de trop" not in page.text
    kept = officer.click(page, "Réduire les risques")
    form, away = kept.form(kept.url), kept.form(f"{kept.url}/remove")
    publish(officer, address)
    assert officer.send(away, f"{kept.url}/remove").status_code == 409
    officer.submit(form, expect=409, label="Autrement")
    assert "Réduire les risques" in officer.get(address).text


def test_a_line_is_heard_in_the_voice_of_somebody(
    officer: HtmxVisitor,
    worker: HtmxVisitor,
    backstage: Session,
    run_jobs: Callable[[], None],
) -> None:
    address = write(officer, "Distribuer du matériel")
    written = f"{address}/lines/{line(backstage, 'Distribuer du matériel').id}"
    form = officer.get(written).form(f"{written}/recordings")
    # What is recorded on the page goes into the field of the file.
    [recorder] = [one for one in form.element.iter() if one.get("data-portal-recorder") is not None]
    assert recorder.get("data-field") == "reading-recording"
    sound = (recording("chrome.webm"), "lu.webm")
    given: Values = {"reading-language": "fr", "reading-recording": sound}
    officer.submit(form, **given)
    run_jobs()
    heard = f"/my/grid/{line(backstage, 'Distribuer du matériel').id}/reading"
    assert worker.fetch(heard).status_code == 404  # a draft
    publish(officer, address)
    choose(worker, backstage)
    page = worker.get(heard.removesuffix("/reading"))
    assert "Lu par Claire" in page.text
    played = worker.fetch(heard, headers={"Range": "bytes=0-9"})
    assert (played.status_code, played.mimetype) == (206, "audio/mp4")
    # In a language nobody read it in, nothing is promised.
    page = worker.get(f"{heard.removesuffix('/reading')}?lang=ps")
    assert not [one for one in page.find("audio") if one.get("src") == heard]
    officer.submit(officer.get(written).form(f"{written}/recordings/fr/remove"))
    assert worker.fetch(f"{heard}?lang=fr").status_code == 404


def test_what_is_not_a_recording_is_refused_in_words(
    officer: HtmxVisitor, backstage: Session
) -> None:
    address = write(officer, "Distribuer du matériel")
    written = f"{address}/lines/{line(backstage, 'Distribuer du matériel').id}"
    form = officer.get(written).form(f"{written}/recordings")
    given: Values = {"reading-recording": (b"MZ" * 90, "x.exe")}
    page = officer.submit(form, expect=422, **given)
    assert page.find("p", class_="field-error")


def test_another_federation_reaches_nothing_of_it(
    officer: HtmxVisitor, region: Region, signed_in: Browsers
) -> None:
    address = write(officer, "Distribuer du matériel")
    signed_in(region.director).get(address, expect=404)


def test_a_writer_writes_too(region: Region, signed_in: Browsers) -> None:
    write(signed_in(region.assistant), "Distribuer du matériel")
