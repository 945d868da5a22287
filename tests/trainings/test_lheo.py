"""Trainings as LHEO, and back: nothing is lost, nothing is invented, nothing hostile is read.

What LHEO itself allows is tested in `test_lheo_rules`.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo.teach import write_training as write_told
from portal.demo.trainings import TRAININGS
from portal.kernel import clock, i18n
from portal.kernel.db import Database
from portal.kernel.shelf import plain
from portal.trainings.actions import importing, receiving
from portal.trainings.enums import Known, SessionState
from portal.trainings.errors import NotLheo
from portal.trainings.exchange.codecs import Answer, Day, Number, One, Several, Unreadable
from portal.trainings.exchange.columns import columns_of, document_of, facts_of, flat
from portal.trainings.exchange.comparing import read_line
from portal.trainings.exchange.rows import Differences, Funding, Modules
from portal.trainings.import_enums import Verdict
from portal.trainings.lheo import NAMESPACE, STANDS_FOR_UNKNOWN, reading, rules, writing
from portal.trainings.models import PublishedTraining, Training, TrainingSession
from portal.trainings.queries import imports as queries
from tests.factories.desks import Desk
from tests.factories.trainings import forget_trainings, open_session, publish_training

# What a file of ours does not bring back: who publishes it, how often it was published, and what
# people translated and read aloud here.
LOST = {"federation", "edition", "translations", "readings"}
WHOLE: dict[str, Any] = {
    "title": "Prendre la parole",
    "partners": "Une école",
    "origin": "Les pairs de Lille",
    "audiences": ["peer"],
    "audience": "Pairs " * 60 + "de Lille",
    "open_to_concerned": "yes",
    "summary": "Deux jours pour prendre la parole.",
    "topics": ["link"],
    "goals": "Parler\nÉcouter",
    "content": "x" * 3999,
    "modules": [{"title": "Un | deux", "hours": 3.5, "text": "a\nb"}],
    "outlook": "Se lancer",
    "certification": "Une attestation",
    "trainers": "Une personne paire",
    "professional_trainers": "no",
    "peer_trainers": "yes",
    "hours": 126,
    "internship_weeks": 15,
    "internship_hours_min": 210,
    "internship_hours_max": 420,
    "rhythm": "Un module par mois",
    "period": "de janvier à juin",
    "settings": ["inter"],
    "venue": "12 rue des Marches, très loin de la gare, au fond de la cour",
    "city": "Lille",
    "department": "59",
    "prerequisites": ["none"],
    "places": 18,
    "selection": ["CV", "Entretien"],
    "funding": [
        {"year": 2026, "free": "yes", "words": "ARS"},
        {"year": 2025, "free": "no", "words": "", "amount": 1350.5},
    ],
    "passport": {"lift": "no", "interpreter": "yes", "remote": "no", "meals": "yes"},
    "referent": "Référence handicap",
    "languages": ["fr", "fa-AF"],
    "trainer_languages": ["ps"],
    "french_oral": "a2",
    "french_needs": ["welcome", "lire un plan"],
    "contact_role": "Secrétariat",
    "contact_email": "contact@example.org",
    "contact_phone": "+33199001234",
    "website": "https://example.org/formation",
    "contradictions": [{"about": "duration", "said": [{"text": "19 jours", "source": "Guide"}]}],
}


@pytest.fixture
def inside(database: Database, desk: Desk) -> Iterator[Session]:
    with open_session(database, desk.writer) as opened:
        forget_trainings(opened)
        yield opened


def document(session: Session, desk: Desk, **facts: Any) -> dict[str, Any]:
    training = publish_training(session, desk.writer, desk.reader, **facts)
    return session.get_one(PublishedTraining, training.id).document


def xml(session: Session, *told: dict[str, Any]) -> bytes:
    return writing.write(
        session, [(f"formation-{n}", clock.now(), one) for n, one in enumerate(told)]
    )


def back(session: Session, content: bytes) -> list[dict[str, Any]]:
    """What is read again, as the values of a document."""
    with i18n.use(i18n.DEFAULT):
        columns = columns_of(session)
        keys = list(columns)
        found = []
        for cells in reading.read_trainings(content, keys):
            read = read_line(session, columns, keys, [cells.get(key) for key in keys])
            assert read.errors == []
            found.append(read.said)
        return found


def known(values: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in values.items() if v and k not in ("reference", "version")}


def at(content: bytes, path: str) -> list[str]:
    steps = "/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/"))
    return [one.text or "" for one in etree.fromstring(content).iterfind(f".//{steps}")]


def extra(content: bytes, info: str) -> str | None:
    for one in etree.fromstring(content).iter(f"{{{NAMESPACE}}}extra"):
        if one.get("info") == info:
            return one.text or ""
    return None


def test_every_training_of_the_demo_comes_back_whole(inside: Session, desk: Desk) -> None:
    published = [told for told in TRAININGS if "end" not in told]
    documents = []
    for told in published:
        training = write_told(inside, desk.writer, desk.reader, told, clock.now())
        documents.append(inside.get_one(PublishedTraining, training.id).document)
    assert len(documents) >= 20
    content = xml(inside, *documents)
    assert list(rules.faults(etree.fromstring(content))) == []
    for before, after in zip(documents, back(inside, content), strict=True):
        assert set(before) - set(document_of(Training())) == LOST
        assert known(after) == known(flat(before))


def test_a_training_that_says_everything_comes_back_whole(inside: Session, desk: Desk) -> None:
    told = document(inside, desk, **WHOLE)
    content = xml(inside, told)
    assert list(rules.faults(etree.fromstring(content))) == []
    (after,) = back(inside, content)
    assert known(after) == known(flat(told))


def test_what_lheo_has_a_place_for_stands_there(inside: Session, desk: Desk) -> None:
    content = xml(inside, document(inside, desk, **WHOLE))
    assert at(content, "intitule-formation") == ["Prendre la parole"]
    assert at(content, "action/langue-formation") == ["fr"]
    assert at(content, "nombre-heures-centre") == ["126"]
    assert at(content, "restauration") == ["Oui"]
    assert at(content, "niveau-entree-obligatoire") == ["0"]
    assert at(content, "nom-organisme") == ["Institut des Marches"]
    assert "Interprète sur demande : oui" in at(content, "acces-handicapes")[0]
    assert extra(content, "goals") is None
    assert extra(content, "peer_trainers") == "yes"
    assert extra(content, "open_to_concerned") == "yes"
    assert extra(content, "origin") == "Les pairs de Lille"
    assert extra(content, "passport.lift") == "no"
    assert "19 jours" in (extra(content, "contradictions") or "")
    assert extra(content, "sources") == "Catalogue de la fédération, 2026"


def test_what_the_person_pays_is_what_remains_to_pay(inside: Session, desk: Desk) -> None:
    """`prix-total-TTC` would be the whole price, whoever pays it: nobody knows that one."""
    year = clock.today().year
    row = {"year": year, "free": "no", "words": "La personne", "amount": 350.5}
    content = xml(inside, document(inside, desk, **WHOLE | {"funding": [row]}))
    (said,) = at(content, "action/frais-restants")
    assert said.replace("\xa0", " ") == f"350,50 € en {year}"
    assert at(content, "prix-total-TTC") == []
    assert extra(content, "funding") == f"{year} | 350,5 € | La personne"


def test_what_nobody_knows_is_said_not_known(inside: Session, desk: Desk) -> None:
    content = xml(inside, document(inside, desk))
    assert at(content, "objectif-formation") == ["Non communiqué"]
    assert at(content, "certifiante") == ["0"]
    assert at(content, "code-public-vise") == ["00000"]
    assert at(content, "periode/debut") + at(content, "periode/fin") == ["00000000", "99999999"]
    assert at(content, "lieu-de-formation/coordonnees/adresse/ligne") == ["Non communiqué"]
    assert at(content, "SIRET-organisme-formation/SIRET") == ["0" * 14]
    assert at(content, "organisme-formation-responsable/raison-sociale") == ["Non communiqué"]
    unknown = set((extra(content, "inconnu") or "").split())
    assert {"objectif-formation", "certifiante", "code-niveau-entree", "debut", "fin"} <= unknown
    assert "adresse-inscription" in unknown
    assert {"ligne", "codepostal", "numero-activite", "SIRET", "contact-organisme"} <= unknown
    assert unknown <= set(STANDS_FOR_UNKNOWN)
    assert not unknown & {"intitule-formation", "nom-organisme"}
    assert at(content, "acces-handicapes") == at(content, "langue-formation") == []


def test_partly_at_a_distance_is_not_said_all_at_a_distance(inside: Session, desk: Desk) -> None:
    content = xml(inside, document(inside, desk, passport={"remote": "yes"}))
    assert at(content, "modalites-enseignement") == ["1"]


def test_every_language_lheo_has_room_for_is_said(inside: Session, desk: Desk) -> None:
    told = document(inside, desk, languages=["fr", "ps", "fa-AF"])
    content = xml(inside, told)
    assert at(content, "action/langue-formation") == ["fr", "ps"]
    assert extra(content, "languages") == "fr | ps | fa-AF"
    content = xml(inside, told | {"languages": ["fr", "ps"]})
    assert extra(content, "languages") is None
    assert back(inside, content)[0]["languages"] == ["fr", "ps"]


def test_a_long_address_goes_on_the_next_line(inside: Session, desk: Desk) -> None:
    content = xml(inside, document(inside, desk, **WHOLE))
    here = "lieu-de-formation/coordonnees/adresse/ligne"
    assert at(content, here) == ["12 rue des Marches, très loin de la gare, au fond", "de la cour"]
    content = xml(inside, document(inside, desk, venue="rue " * 49 + "fin"))
    assert len(at(content, here)) == 4
    assert [len(line) <= 50 for line in at(content, here)] == [True] * 4


def session_on(first: date, until: date, **values: Any) -> TrainingSession:
    return TrainingSession(
        id=UUID(int=7),
        starts_on=first,
        ends_on=first + timedelta(days=2),
        register_until=until,
        updated_at=datetime(2027, 1, 5, 8, tzinfo=UTC),
        **{"state": SessionState.OPEN, "half_days": [], "passport": {}, "places": 12} | values,
    )


def test_the_sessions_of_a_training_are_said(inside: Session, desk: Desk) -> None:
    told = [("a", clock.now(), document(inside, desk))]
    first = clock.today() + timedelta(days=20)
    dates = [
        session_on(first, first - timedelta(days=3)),
        session_on(first, clock.today() - timedelta(days=1)),
        session_on(first, first, state=SessionState.CLOSED),
        session_on(first, first, state=SessionState.CANCELLED),
    ]
    content = writing.write(inside, told, {"a": dates})
    assert list(rules.faults(etree.fromstring(content))) == []
    assert at(content, "session/periode/debut") == [f"{first:%Y%m%d}"] * 3
    assert at(content, "session/periode/fin") == [f"{first + timedelta(days=2):%Y%m%d}"] * 3
    until = at(content, "periode-inscription/periode/fin")
    assert until[0] == f"{first - timedelta(days=3):%Y%m%d}"
    assert at(content, "etat-recrutement") == ["1", "2", "2"]
    assert at(content, "modalites-entrees-sorties") == ["0"]
    unknown = set((extra(content, "inconnu") or "").split())
    assert not unknown & {"debut", "fin", "modalites-entrees-sorties"}
    (session, *_others) = etree.fromstring(content).iter(f"{{{NAMESPACE}}}session")
    assert session.get("numero") == str(UUID(int=7))
    assert session.get("horodatage-modification") == "2027-01-05T09:00:00+01:00"
    off = writing.write(inside, told, {"a": dates[3:]})
    assert at(off, "session/periode/debut") == ["00000000"]
    told_on, told_off = (known(back(inside, one)[0]) for one in (content, off))
    read_again = told_on.pop("sessions")
    assert told_on == told_off
    assert [one["starts_on"] for one in read_again] == [first.isoformat()] * 3
    assert [one["places"] for one in read_again] == [12] * 3


@pytest.mark.parametrize(
    ("column", "value", "path"),
    [
        ("contact_email", "a" * 150 + "@example.org", "courriel"),
        ("contact_phone", "+33 1 99 00 12 34 (le matin)", "telfixe"),
    ],
)
def test_half_an_address_is_not_written(
    inside: Session, desk: Desk, column: str, value: str, path: str
) -> None:
    told = document(inside, desk) | {column: value}
    content = xml(inside, told)
    assert at(content, path) == []
    assert extra(content, column) == value
    assert list(rules.faults(etree.fromstring(content))) == []


def test_when_it_changed_is_a_moment(inside: Session, desk: Desk) -> None:
    content = writing.write(
        inside, [("a", datetime(2027, 3, 12, 8, tzinfo=UTC), document(inside, desk))]
    )
    (formation,) = etree.fromstring(content).iter(f"{{{NAMESPACE}}}formation")
    assert formation.get("horodatage-modification") == "2027-03-12T09:00:00+01:00"
    assert formation.get("datemaj") == "2027-03-12T09:00:00+01:00"


def test_a_known_level_is_not_among_the_unknown(inside: Session, desk: Desk) -> None:
    content = xml(inside, document(inside, desk, prerequisites=["none"]))
    assert "niveau-entree-obligatoire" not in (extra(content, "inconnu") or "").split()


@pytest.mark.parametrize(
    ("prerequisites", "level", "asked"),
    [
        (["bac_daeu"], "14", "1"),
        (["b2", "bac_daeu"], "14", "1"),
        (["none"], "1", "0"),
        (["in_post"], "0", "0"),
        ([], "0", "0"),
    ],
)
def test_the_bac_is_level_4_of_the_framework_of_2019(
    inside: Session, desk: Desk, prerequisites: list[str], level: str, asked: str
) -> None:
    """Décret n° 2019-14: what was IV is 4; LHEO 2.3 writes levels 1 to 8 as 11 to 18."""
    content = xml(inside, document(inside, desk, prerequisites=prerequisites))
    assert at(content, "code-niveau-entree") == [level]
    assert at(content, "action/niveau-entree-obligatoire") == [asked]
    assert list(rules.faults(etree.fromstring(content))) == []


OTHER = """<lheo xmlns="http://www.lheo.org/2.2"><offres><formation numero="AB-12">
<intitule-formation>Médiation</intitule-formation><objectif-formation>Aider</objectif-formation>
<contenu-formation>{content}</contenu-formation>
<action><langue-formation>fr</langue-formation><lieu-de-formation><coordonnees><adresse>
<ville>Lille</ville><departement>59</departement></adresse></coordonnees></lieu-de-formation>
<modalites-recrutement>CV
Entretien</modalites-recrutement></action>
<organisme-formation-responsable><nom-organisme>École du Nord</nom-organisme>
</organisme-formation-responsable></formation></offres></lheo>"""


def receive(inside: Session, desk: Desk, content: str) -> Any:
    return receiving.receive_file(inside, desk.writer, "a.xml", BytesIO(content.encode()))


def test_the_file_of_another_register_is_imported(inside: Session, desk: Desk) -> None:
    found = receive(inside, desk, OTHER.format(content="Non communiqué"))
    (line,) = queries.list_lines(inside, desk.writer, found.id)
    assert (line.verdict, line.reference) == (Verdict.NEW, "AB-12")
    kinds = {(one["kind"], one["element"], one["line"]) for one in line.remarks}
    assert {("other_version", "", 0), ("missing", "certifiante", 1)} <= kinds
    importing.start_import(inside, desk.writer, found.id)
    (training,) = inside.scalars(select(Training))
    assert (training.title, training.organiser) == ("Médiation", "École du Nord")
    assert (training.city, training.department, training.region) == ("Lille", "59", "32")
    assert (training.selection, training.content) == (["CV", "Entretien"], "")


def test_no_element_turns_around_what_stands_beside_it(inside: Session, desk: Desk) -> None:
    found = receive(inside, desk, OTHER.format(content="\u202eAi&#x2066;der"))
    (line,) = queries.list_lines(inside, desk.writer, found.id)
    assert line.said["content"] == "Aider"


def test_what_another_register_does_not_say_stays_as_it_is(inside: Session, desk: Desk) -> None:
    found = receive(inside, desk, OTHER.format(content="Un"))
    importing.start_import(inside, desk.writer, found.id)
    (training,) = inside.scalars(select(Training))
    training.peer_trainers = Known.YES
    inside.flush()
    again = receive(inside, desk, OTHER.format(content="Deux"))
    (line,) = queries.list_lines(inside, desk.writer, again.id)
    assert [change["column"] for change in line.changes] == ["content"]


def test_our_own_file_comes_back_without_a_difference(inside: Session, desk: Desk) -> None:
    training = publish_training(inside, desk.writer, desk.reader, **WHOLE)
    told = inside.get_one(PublishedTraining, training.id).document
    content = writing.write(inside, [(training.slug, clock.now(), told)])
    found = receiving.receive_file(inside, desk.writer, "a.xml", BytesIO(content))
    (line,) = queries.list_lines(inside, desk.writer, found.id)
    assert (line.verdict, line.changes, line.errors) == (Verdict.SAME, [], [])


@pytest.mark.parametrize("content", ["<a/>", "<lheo><offres/></lheo>"])
def test_what_is_no_lheo_is_refused(inside: Session, desk: Desk, content: str) -> None:
    with pytest.raises(NotLheo):
        receive(inside, desk, content)


def test_the_lines_of_an_address_and_the_languages_are_read_together() -> None:
    other = etree.fromstring(
        "<formation><action><lieu-de-formation><coordonnees><adresse><ligne>Bâtiment B</ligne>"
        "<ligne>12 rue des Marches</ligne></adresse></coordonnees></lieu-de-formation>"
        "<langue-formation>fr</langue-formation><langue-formation>en</langue-formation>"
        "</action></formation>"
    )
    said = reading.natives(other)
    assert said["venue"] == "Bâtiment B, 12 rue des Marches"
    assert said["languages"] == "fr | en"


_WORDS = st.text(max_size=60)
# A cell of each kind of column; what the column refuses is thrown away.
_CELLS = {
    Number: st.sampled_from(["", "0", "1", "12", "1 823", "3,5"]),
    Answer: st.sampled_from(["", "oui", "non"]),
    Day: st.sampled_from(["", "12/03/2027", "2026-01-31"]),
    One: st.sampled_from(["", "59", "2A", "32", "a2", "b1"]),
    Several: st.lists(
        st.sampled_from(["fr", "ps", "fa-AF", "ar", "peer", "none", "bac_daeu", "inter", "a|b"]),
        max_size=7,
    ).map(" | ".join),
    Funding: st.sampled_from(["", "2026 | oui | ARS", "2025 | 350 € | \n | oui | un \\| deux"]),
    Modules: st.sampled_from(["", "Un \\| deux | 3,5 | a\\nb", "Trois | | "]),
    Differences: st.sampled_from(["", "Durée | 19 jours | Guide"]),
}
_LONG = st.text(max_size=60).flatmap(
    lambda word: st.integers(0, 90).map(lambda times: word * times)
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_whatever_a_training_says_lheo_allows_it_and_gives_it_back(
    inside: Session, desk: Desk, data: st.DataObject
) -> None:
    with i18n.use(i18n.DEFAULT):
        columns = columns_of(inside)
    values = {key: column.codec.empty for key, column in columns.items()}
    for key in data.draw(st.sets(st.sampled_from(sorted(columns)), min_size=5, max_size=30)):
        codec = columns[key].codec
        cell = data.draw(_CELLS.get(type(codec), st.one_of(_WORDS, _LONG)))
        with suppress(Unreadable), i18n.use(i18n.DEFAULT):
            values[key] = codec.read(inside, writing.printable(cell))
    told = {key: plain(value) for key, value in facts_of(values, {}).items()}
    content = xml(inside, told)
    assert list(rules.faults(etree.fromstring(content))) == []
    assert known(back(inside, content)[0]) == known(flat(told))


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dictionaries(st.sampled_from(sorted(reading.PLACES)), _WORDS), _WORDS, _WORDS)
def test_whatever_a_document_says_it_is_read(
    inside: Session, desk: Desk, said: dict[str, str], info: str, text: str
) -> None:
    root = etree.Element("formation")
    for key, words in said.items():
        here = root
        for step in reading.PLACES[key].split("/"):
            here = etree.SubElement(here, step)
        here.text = writing.printable(words)
    extras = etree.SubElement(root, "extras", info="portail-travail-pair")
    etree.SubElement(extras, "extra", info=writing.printable(info)).text = writing.printable(text)
    found = receiving.receive_file(inside, desk.writer, "a", BytesIO(etree.tostring(root)))
    assert len(queries.list_lines(inside, desk.writer, found.id)) == 1
