"""The words of an offer and the words somebody types meet, however they are written."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, text

from portal.kernel import search

LEXEME = re.compile(r"'([^']+)'")


def found(written: str, typed: str) -> bool:
    """What PostgreSQL would answer: every word of the query has a choice in the document."""
    lexemes = set(LEXEME.findall(search.document([written])))
    asked = search.query(typed)
    return bool(asked) and all(
        any(
            any(lexeme.startswith(choice) for lexeme in lexemes) if prefix else choice in lexemes
            for choice, prefix in re.findall(r"'([^']+)'(:\*)?", term)
        )
        for term in asked.split(" & ")
    )


INCLUSIVE = (
    "travailleur·se",
    "travailleur.se",
    "travailleur.euse",
    "travailleur-se",
    "travailleur-euse",
    "travailleur(se)",
    "travailleur(euse)",
    "travailleur/se",
    "travailleur·ses",
    "travailleur·se·s",
    "travailleurs(euses)",
    "TRAVAILLEUR·EUSE·S",
    "travailleur",
    "travailleuse",
    "travailleurs et travailleuses",
)


@pytest.mark.parametrize("typed", ["travailleur", "travailleuse", "travailleuses", "travail"])
@pytest.mark.parametrize("written", INCLUSIVE)
def test_inclusive_writing_is_found_by_either_gender(written: str, typed: str) -> None:
    assert found(f"Poste de {written} pair·e", typed)


@pytest.mark.parametrize("typed", INCLUSIVE)
def test_inclusive_writing_may_be_typed(typed: str) -> None:
    assert found("Travailleuse paire à Lille", typed)
    assert found("Travailleur pair à Lille", typed)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Médiateur·rice en santé", "mediatrice"),
        ("Médiateur·trice", "médiateurs"),
        ("Infirmier·ère", "infirmiere"),
        ("Chef·fe de service", "cheffe"),
        ("pair·e·s", "paire"),
        ("Hébergement d’urgence", "hebergement"),
        ("Personnes accompagnées", "accompagnees"),
        ("Personnes accompagnées", "accompagner"),
        ("l’équipe", "equipe"),
        ("Cœur", "coeur"),
        ("Médiation", "médiat"),
        ("sans-abrisme", "sans abrisme"),
        ("عمل اجتماعي", "اجتماعی"),
        ("كار", "کار"),
        ("الوسيط الصحي", "وسيط"),
        ("أخصائي", "اخصائي"),
        ("إدارة", "اداره"),
        ("مــدرسة", "مدرسه"),
        ("مُدَرِّس", "مدرس"),
        ("می‌خواهم", "میخواهم"),
        ("ملګری", "ملگری"),
        ("۲۰۲۶", "2026"),
    ],
)
def test_spelling_variants_meet(written: str, typed: str) -> None:
    assert found(written, typed)


def test_every_word_counts() -> None:
    assert found("Médiatrice en santé à Lille", "lille sante")
    assert not found("Médiatrice en santé à Lille", "santé Paris")


def test_only_the_last_word_may_be_unfinished() -> None:
    assert found("Accompagnement social", "social accom")
    assert not found("Accompagnement social", "accom social")
    assert not found("Accompagnement social", "accom ")


@pytest.mark.parametrize("typed", ["", "   ", "de la", "!?& | ( ):*", "'", "\\", "\x00", "l’"])
def test_nothing_to_search_for(typed: str) -> None:
    assert search.query(typed) == ""


def test_what_words_mean_is_asked_for_besides_the_words_themselves() -> None:
    meanings = {("سان", "دني"): ("Saint-Denis",), ("دني",): ("Denis",)}
    asked = search.query("پیر سان دني ", meanings=meanings)
    first, second = asked.split(" & ", 1)
    assert first == search.query("پیر ")
    assert second == f"(({search.query('سان دني ')}) | ({search.query('Saint-Denis ')}))"
    assert search.query("سان ", meanings=meanings) == search.query("سان ")


def test_labels_stand_beside_the_words() -> None:
    assert search.document(["Lille"], ["region:32"]) == "'lill' 'lille' 'region:32'"
    assert search.query("lille ", [["region:32", "region:11"], []]) == (
        "('lille' | 'lill') & ('region:32' | 'region:11')"
    )


def test_a_label_from_an_address_bar_is_harmless() -> None:
    assert search.query("", [["region:3' | 'x:*"]]) == "('region:3-----x:-')"


def test_a_long_query_is_cut() -> None:
    assert search.query(" ".join(f"mot{n}" for n in range(500))).count("&") == 7


SPELLINGS = st.text(max_size=60) | st.from_regex(
    r"(travailleur[·.\-(/]?e?u?se?\)?s?['&|!:*<>() \\]{0,3}){0,6}", fullmatch=True
)


@pytest.fixture(scope="module")
def connection(app_url: str) -> Iterator[Connection]:
    engine = create_engine(app_url)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


@given(typed=SPELLINGS, written=SPELLINGS)
def test_postgresql_takes_everything(connection: Connection, typed: str, written: str) -> None:
    asked = search.query(typed)
    matches = connection.execute(
        text("SELECT CAST(:document AS tsvector) @@ CAST(:query AS tsquery)"),
        {"document": search.document([written]), "query": asked},
    ).scalar_one()
    assert matches == found(written, typed)


@given(written=st.text(max_size=80))
def test_a_text_is_found_by_its_own_words(written: str) -> None:
    if search.query(written).count("&") < 7:
        assert not search.query(written) or found(written, written)


def test_many_alternatives_are_asked_a_few_at_a_time() -> None:
    spots = [f"spot:{n}" for n in range(40)]
    asked = search.query("pair aidant", [["cost:free"], spots], {("aidant",): ["soin de soi"]})
    several = search.alternatives(asked)
    assert len(several) == 4
    assert "spot:0'" in several[0]
    assert several[0].count("spot:") == 1
    assert max(one.count("spot:") for one in several) == 16
    assert sorted(label for one in several for label in spots if f"'{label}'" in one) == sorted(
        spots
    )
    rest = asked.rpartition(" & (")[0]
    assert all(one.startswith(f"{rest} & ('spot:") for one in several)
    assert search.alternatives(rest) == [rest]
    assert search.alternatives("") == [""]


def test_what_begins_so_is_not_asked_twice() -> None:
    assert search.query("pair") == "('pair':*)"


@given(typed=st.text(max_size=60))
def test_normalising_twice_changes_nothing(typed: str) -> None:
    once = search.normalise(typed)
    assert search.normalise(once) == once


def test_no_other_language_is_loaded_than_those_we_stem() -> None:
    listing = (
        "import sys, portal.kernel.search;"
        "print(*sorted(name for name in sys.modules if name.endswith('_stemmer')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", listing], check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == [
        "snowballstemmer.arabic_stemmer",
        "snowballstemmer.french_stemmer",
    ]
