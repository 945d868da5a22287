"""Trainings as LHEO, and back: nothing is lost, nothing is invented, nothing hostile is read."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

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
from portal.trainings.actions import importing, receiving
from portal.trainings.enums import Known
from portal.trainings.errors import NotLheo
from portal.trainings.exchange.columns import columns_of, document_of, flat
from portal.trainings.exchange.comparing import read_line
from portal.trainings.import_enums import Verdict
from portal.trainings.lheo import NAMESPACE, reading, rules, writing
from portal.trainings.models import PublishedTraining, Training
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
    "funding": [{"year": 2026, "free": "yes", "words": "ARS"}],
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
    for formation in etree.fromstring(content).iter(f"{{{NAMESPACE}}}formation"):
        assert list(rules.faults(formation)) == []
    for before, after in zip(documents, back(inside, content), strict=True):
        assert set(before) - set(document_of(Training())) == LOST
        assert known(after) == known(flat(before))


def test_a_training_that_says_everything_comes_back_whole(inside: Session, desk: Desk) -> None:
    told = document(inside, desk, **WHOLE)
    (after,) = back(inside, xml(inside, told))
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


def test_what_nobody_knows_is_said_not_known(inside: Session, desk: Desk) -> None:
    content = xml(inside, document(inside, desk))
    assert at(content, "objectif-formation") == ["Non communiqué"]
    assert at(content, "certifiante") == ["0"]
    assert at(content, "code-public-vise") == ["00000"]
    assert at(content, "periode/debut") + at(content, "periode/fin") == ["00000000", "99999999"]
    unknown = (extra(content, "inconnu") or "").split()
    assert {"objectif-formation", "certifiante", "code-niveau-entree", "periode"} <= set(unknown)
    assert "intitule-formation" not in unknown
    assert at(content, "acces-handicapes") == at(content, "langue-formation") == []


def test_a_known_level_is_not_among_the_unknown(inside: Session, desk: Desk) -> None:
    content = xml(inside, document(inside, desk, prerequisites=["none"]))
    assert "niveau-entree-obligatoire" not in (extra(content, "inconnu") or "").split()


def test_the_rules_notice_what_is_missing_and_too_much() -> None:
    bare = etree.fromstring(b"<formation><action><code-public-vise/></action></formation>")
    found = {(fault.parent, fault.child, fault.kind) for fault in rules.faults(bare)}
    assert ("formation", "certifiante", "missing") in found
    assert ("action", "session", "missing") in found
    assert ("action", "code-public-vise", "missing") not in found
    many = etree.fromstring(b"<action>" + b"<code-public-vise/>" * 11 + b"</action>")
    assert ("action", "code-public-vise", "too_many") in {
        (fault.parent, fault.child, fault.kind) for fault in rules.faults(many)
    }
    long = etree.fromstring(b"<intitule-formation>" + b"a" * 256 + b"</intitule-formation>")
    assert [fault.kind for fault in rules.faults(long)] == ["too_long"]


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
    assert "certifiante" in str(line.remarks)
    importing.start_import(inside, desk.writer, found.id)
    (training,) = inside.scalars(select(Training))
    assert (training.title, training.organiser) == ("Médiation", "École du Nord")
    assert (training.city, training.department, training.region) == ("Lille", "59", "32")
    assert (training.selection, training.content) == (["CV", "Entretien"], "")


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


_WORDS = st.text(max_size=60)


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
