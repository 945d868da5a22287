"""The glossary: whose terms are suggested to whom, and where a text mentions one."""

import pytest
from sqlalchemy.orm import Session

from portal.kernel.db import Database, Reach
from portal.kernel.errors import Invalid, NotAllowed
from portal.languages import actions, queries
from portal.languages.glossary import suggestions
from portal.languages.models import GlossaryTerm
from portal.organisations.enums import Role
from portal.organisations.scope import Actor
from tests.factories.desks import Desk
from tests.factories.host import build_host
from tests.factories.house import build_whole_house
from tests.factories.offers import actor_of


def term(words: str) -> GlossaryTerm:
    return GlossaryTerm(term=words, language="ps", translation="x", note="")


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("travailleur pair", "Les travailleur·se·s pair·e·s de l’équipe"),
        ("travailleur pair", "une travailleuse paire arrive"),
        ("rétablissement", "engagés dans un parcours de RETABLISSEMENT."),
        ("savoir expérientiel", "Les savoirs expérientiels comptent."),
    ],
)
def test_a_term_is_found_however_it_is_written(words: str, source: str) -> None:
    assert [one.term for one in suggestions([term(words)], source)] == [words]


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("travailleur pair", "pair, puis travailleur"),
        ("pair", "impair"),
        ("de la", "de la structure"),
        ("rétablissement", ""),
    ],
)
def test_and_nowhere_else(words: str, source: str) -> None:
    assert suggestions([term(words)], source) == []


def test_the_same_term_is_corrected_not_doubled(inside: Session, desk: Desk) -> None:
    actions.save_term(inside, desk.writer, "Rétablissement", "ps", "رغېدل")
    actions.save_term(inside, desk.writer, "retablissement", "ps", "رغېدنه", "نه درملنه")
    actions.save_term(inside, desk.writer, "rétablissement", "ar", "تعافٍ")
    found = [(one.language, one.translation) for one in queries.list_terms(inside, desk.writer)]
    assert ("ps", "رغېدنه") in found
    assert ("ar", "تعافٍ") in found
    assert ("ps", "رغېدل") not in found


@pytest.mark.parametrize(
    ("words", "language", "said", "field"),
    [("", "ps", "x", "term"), ("pair", "fr", "x", "language"), ("pair", "ps", " ", "translation")],
)
def test_a_term_says_all_it_must(
    inside: Session, desk: Desk, words: str, language: str, said: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.save_term(inside, desk.writer, words, language, said)
    assert set(refusal.value.fields) == {field}


def test_who_only_translates_reads_the_glossary_and_does_not_keep_it(
    inside: Session, desk: Desk, translator: Actor
) -> None:
    kept = actions.save_term(inside, desk.writer, "pair", "ps", "ملګری")
    assert kept in queries.terms_in(inside, translator, "ps")
    with pytest.raises(NotAllowed):
        actions.save_term(inside, translator, "pair", "ps", "بل")
    with pytest.raises(NotAllowed):
        actions.remove_term(inside, translator, kept.id)


def test_a_structure_leans_on_its_federation_and_on_the_host_and_on_nobody_else(
    backstage: Session, database: Database
) -> None:
    ours = build_whole_house(backstage, "ours", "OURS")
    theirs = build_whole_house(backstage, "theirs", "THEIRS")
    host = build_host(backstage)
    backstage.commit()
    actor = actor_of(ours, Role.WRITER)
    with database.session(Reach(actor.person_id, actor.organisation_id, "structure")) as session:
        owners = {one.organisation_id for one in queries.terms_in(session, actor, "ps")}
        assert owners == {ours.federation.id, host.organisation.id}
        assert {one.organisation_id for one in session.query(GlossaryTerm)} == owners
    assert theirs.federation.id not in owners
    with database.session() as session:
        assert session.query(GlossaryTerm).all() == []
