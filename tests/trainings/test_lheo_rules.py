"""What LHEO 2.3 allows and asks: each kind of fault is seen, at its line, and said in words."""

import time
from typing import Any

import pytest
from lxml import etree

from portal.kernel import i18n
from portal.trainings.lheo import NAMESPACE, faults, grammar, reading, rules
from portal.trainings.lheo.faults import Kind


def found(xml: str) -> list[tuple[Any, ...]]:
    element = etree.fromstring(xml)
    return [(one.kind, one.element, one.line) for one in rules.faults(element)]


def test_the_namespace_is_that_of_the_schema() -> None:
    assert NAMESPACE == "http://lheo.gouv.fr/2.3"


def test_what_a_table_of_the_grammar_names_is_told_once_and_everywhere() -> None:
    leaves = [*rules._LENGTHS, *rules._CODES, *rules._WHOLE_NUMBERS, *rules._DAYS]
    assert len(leaves) == len(set(leaves))
    assert not set(leaves) & set(rules._HELD)
    children = {name for held in rules._HELD.values() for name in held}
    assert children | {"lheo"} == {*leaves, *rules._HELD}
    assert set(rules._ATTRIBUTES_OF) <= set(rules._HELD)
    assert set(rules._HELD) >= grammar.NO_EXTRAS


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ("<periode>\n<debut>20270312</debut></periode>", [(Kind.MISSING, "fin", 1)]),
        (
            "<adresse>" + "<ligne>a</ligne>" * 5 + "<codepostal>59000</codepostal>"
            "<ville>Lille</ville></adresse>",
            [(Kind.TOO_MANY, "ligne", 1)],
        ),
        (
            "<periode><fin>20270312</fin>\n<debut>20270312</debut></periode>",
            [(Kind.MISPLACED, "debut", 2)],
        ),
        ("<web><urlweb>www</urlweb>\n<site/></web>", [(Kind.STRANGE, "site", 2)]),
        ("<web>www<urlweb>www</urlweb></web>", [(Kind.STRAY_WORDS, "web", 1)]),
        ("<web><urlweb>www</urlweb>www</web>", [(Kind.STRAY_WORDS, "web", 1)]),
        ("<nom/>", [(Kind.EMPTY, "nom", 1)]),
        ("<nom><b>a</b></nom>", [(Kind.STRANGE, "b", 1), (Kind.EMPTY, "nom", 1)]),
        ("<SIRET>123</SIRET>", [(Kind.TOO_SHORT, "SIRET", 1)]),
        (
            f"<duree-indicative>{'a' * 151}</duree-indicative>",
            [(Kind.TOO_LONG, "duree-indicative", 1)],
        ),
        (
            "<parcours-de-formation>0</parcours-de-formation>",
            [(Kind.NO_CODE, "parcours-de-formation", 1)],
        ),
        (
            "<nombre-heures-centre>12,5</nombre-heures-centre>",
            [(Kind.NO_NUMBER, "nombre-heures-centre", 1)],
        ),
        ("<debut>12/03/2027</debut>", [(Kind.NO_DAY, "debut", 1)]),
        ("<debut>20271312</debut>", []),
        ("<debut>20272012</debut>", [(Kind.NO_DAY, "debut", 1)]),
        ("<nom horodatage-export='2027'>a</nom>", [(Kind.NO_MOMENT, "nom", 1)]),
        ("<nom horodatage-export='2027-13-12T09:00:00'>a</nom>", [(Kind.NO_MOMENT, "nom", 1)]),
        ("<nom datemaj='2027'>a</nom>", [(Kind.STRANGE_ATTRIBUTE, "nom", 1)]),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_each_kind_of_fault_is_seen_at_its_line(xml: str, expected: list[Any]) -> None:
    assert found(xml) == expected


@pytest.mark.parametrize(
    "xml",
    [
        "<periode><debut>20270300</debut><fin>99999999</fin></periode>",
        "<certifiante> 1 </certifiante>",
        "<frais-restants/>",
        "<nombre-heures-centre> 120 </nombre-heures-centre>",
        "<nom ref='a' id='b' horodatage-export='2027-03-12T09:00:00Z'>a</nom>",
        """<web><urlweb>www</urlweb><extras info='a'><extra info='b'>c<d>e</d></extra>
        <extras><extra any='a'/></extras></extras></web>""",
        """<lheo xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' datemaj='a'
        xsi:schemaLocation='a b'><offres><formation href='a'/></offres></lheo>""",
    ],
)
def test_what_lheo_allows_is_left_alone(xml: str) -> None:
    element = etree.fromstring(xml)
    assert list(rules.faults(element, without=["formation"])) == []


def test_only_extras_stand_in_extras_and_not_everywhere() -> None:
    assert found("<extras><nom>a</nom></extras>") == [(Kind.STRANGE, "nom", 1)]
    free = "<extra>un <d><nom{}>{}</nom></d></extra>"
    assert found(free.format("", "a")) == []
    assert found(free.format("", "")) == [(Kind.EMPTY, "nom", 1)]
    assert found(free.format(" xmlns='ailleurs'", "")) == []
    period = "<periode><debut>00000000</debut><fin>99999999</fin></periode>"
    inscription = f"<periode-inscription>{period}{{}}</periode-inscription>"
    assert found(inscription.format("")) == []
    assert found(inscription.format("<extras/>")) == [(Kind.STRANGE, "extras", 1)]


def test_a_place_of_training_is_no_longer_asked_and_the_organiser_s_number_is() -> None:
    asked = {(one.parent, one.element) for one in rules.faults(etree.fromstring("<action/>"))}
    assert ("action", "session") in asked
    assert ("action", "lieu-de-formation") not in asked
    organiser = etree.fromstring("<organisme-formation-responsable/>")
    asked = {(one.parent, one.element) for one in rules.faults(organiser)}
    assert ("organisme-formation-responsable", "numero-activite") in asked


def test_every_fault_has_its_sentence() -> None:
    values = dict.fromkeys(
        ["number", "most", "least", "before", "value", "codes", "attribute"], "ici"
    )
    with i18n.use(i18n.DEFAULT):
        for kind in Kind:
            said = faults.sentence(faults.Fault(kind, "nom", "coordonnees", 3, values).remark())
            assert "%(" not in said
            assert said.endswith(".")
        said = faults.sentence(faults.Fault(Kind.MISSING, "session", "action", 3).remark())
    assert said == "Il manque <session> dans <action>."


FILE = b"""<lheo xmlns="http://lheo.gouv.fr/2.3">
<info/>
<offres>
<formation><intitule-formation>A</intitule-formation></formation>
<formation><certifiante>2</certifiante></formation>
</offres></lheo>"""


def test_each_training_bears_its_faults_and_the_first_those_of_the_file() -> None:
    first, second = reading.remarks(FILE)
    kinds = [(one["kind"], one["element"], one["line"]) for one in first]
    assert kinds[0] == ("strange", "info", 2)
    assert ("missing", "certifiante", 4) in kinds
    kinds = [(one["kind"], one["element"], one["line"]) for one in second]
    assert ("no_code", "certifiante", 5) in kinds
    assert ("strange", "info", 2) not in kinds
    assert "other_version" not in {one["kind"] for one in first + second}


def test_a_name_without_end_is_cut() -> None:
    name = b"a" * 20_000
    (strange, *_others) = reading.remarks(FILE.replace(b"info", name))[0]
    assert strange["element"] == "a" * 60
    (other, *_others) = reading.remarks(FILE.replace(b"lheo.gouv.fr", name))[0]
    assert len(other["values"]["value"]) == 80


def test_another_version_is_said_with_each_training_and_twenty_remarks_are_enough() -> None:
    other = FILE.replace(b"lheo.gouv.fr/2.3", b"www.lheo.org/2.2")
    for told in reading.remarks(other):
        assert (told[0]["kind"], told[0]["values"]) == (
            "other_version",
            {"value": "http://www.lheo.org/2.2"},
        )
    many = FILE.replace(b"<certifiante>2</certifiante>", b"<certifiante>2</certifiante>" * 30)
    told = reading.remarks(many)[1]
    assert len(told) == 21
    assert told[-1]["kind"] == "more"


def test_what_breaks_as_much_as_it_has_room_for_is_read_in_time() -> None:
    """Sixty thousand attributes, thirty thousand sessions: no more than is shown is looked for."""
    attributes = " ".join(f'a{number}="x"' for number in range(60_000))
    sessions = "<session><info/></session>" * 30_000
    content = f"<lheo><formation {attributes}><action>{sessions}</action></formation></lheo>"
    began = time.process_time()
    (told,) = reading.remarks(content.encode())
    assert time.process_time() - began < 5
    assert len(told) == 21
