"""What an offer may not say, must justify, or could say better."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.jobs.actions import offers as actions
from portal.jobs.actions.translating import translate_offer
from portal.jobs.enums import OfferStep, RuleLevel
from portal.jobs.errors import NotPublishable
from portal.jobs.linter import lint
from portal.jobs.models import Offer, OfferQuestion
from portal.jobs.nomenclatures import CONTRACT, OFFER_RULE, SEED
from portal.jobs.passages import fold
from portal.jobs.starting_points import starting_points
from portal.kernel import nomenclatures
from portal.kernel.db import Database
from portal.kernel.models import NomenclatureEntry
from portal.kernel.nomenclatures import Seed
from portal.organisations.scope import Actor
from tests.factories.house import build_house
from tests.factories.offers import actor_of, open_session, write_offer

RULES = [seed for seed in SEED if seed.scheme == OFFER_RULE]


@pytest.fixture
def actor(backstage: Session) -> Actor:
    house = build_house(backstage, "linter")
    backstage.commit()
    return actor_of(house)


@pytest.fixture
def session(database: Database, actor: Actor) -> Iterator[Session]:
    with open_session(database, actor) as opened:
        yield opened


def _offer(**facts: object) -> Offer:
    """An offer that says nothing but this, outside any database."""
    empty: dict[str, object] = {
        column.key: "" if column.type.python_type is str else None
        for column in Offer.__table__.columns
    }
    lists: dict[str, object] = {
        "missions": [],
        "criteria": [],
        "steps": [],
        "languages": [],
        "french_needs": [],
    }
    offer = Offer(**empty | lists | {"ways": {}, "justifications": {}} | facts)
    offer.questions = []
    return offer


def _criterion(text: str) -> dict[str, object]:
    return {"criteria": [{"kind": "soft_skill", "text": text, "firm": True}]}


def _found(session: Session, **facts: object) -> dict[str, RuleLevel]:
    return {finding.rule: finding.level for finding in lint(session, _offer(**facts))}


# The criteria of the guide's annexes that call for a warning (requirements A4), and their kin.
@pytest.mark.parametrize(
    ("text", "rule", "level"),
    [
        ("Hommes et femmes, tous âges", "useless_equality", "advise"),
        (
            "Avoir eu un parcours de rue ou en centre d’hébergement social",
            "lived_experience",
            "justify",
        ),
        ("avoir le statut de réfugié ou de protection subsidiaire", "legal_status", "justify"),
        ("primo arrivant", "legal_status", "justify"),
        ("avoir fait une demande d’asile et être régularisé.e", "legal_status", "justify"),
        ("Être en bonne forme physique", "physical", "justify"),
        ("Résistance : transport de charge", "physical", "justify"),
        ("Bonne résistance au stress", "physical", "justify"),
        ("Être logé de façon stable", "residence", "justify"),
        ("Habiter le 19e", "residence", "justify"),
        ("Ancien·ne usager·e de drogues", "lived_experience", "justify"),
        ("Ayant vécu la précarité", "lived_experience", "justify"),
        ("RQTH souhaitée", "disability", "justify"),
        ("Casier judiciaire vierge", "criminal_record", "justify"),
        ("Entre 25 et 40 ans", "age", "refuse"),
        ("Moins de 30 ans", "age", "refuse"),
        ("Âge minimum : 21", "age", "refuse"),
        ("Jeune diplômé", "age", "refuse"),
        ("Poste réservé aux femmes", "sex", "refuse"),
        ("Homme uniquement", "sex", "refuse"),
        ("De nationalité française", "nationality", "refuse"),
        ("Français langue maternelle", "nationality", "refuse"),
        ("Bonne santé", "health", "refuse"),
        ("Être abstinent depuis un an", "health", "refuse"),
        ("Bonne présentation", "appearance", "refuse"),
        ("Sans enfant à charge", "family", "refuse"),
        ("Parfaite maîtrise du français", "perfect_french", "advise"),
        ("Véhicule personnel", "own_vehicle", "advise"),
    ],
)
def test_a_criterion_is_found_whatever_its_accents(
    session: Session, text: str, rule: str, level: str
) -> None:
    assert _found(session, **_criterion(text)).get(rule) == level
    assert _found(session, **_criterion(text.upper())).get(rule) == level


@pytest.mark.parametrize(
    "text",
    [
        "Écouter sans juger",
        "Connaissance des addictions et de la réduction des risques",
        "Les profils de personnes ayant exercé en tant que travailleur·se pair·e seront valorisés",
        "Plus de 10 ans d’expérience ne sont pas nécessaires",
        "Savoir travailler avec des personnes sans domicile",
        "mobiliser, si vous le souhaitez, des savoirs issus de l’expérience",
        "Port de charges jusqu’à 15 kg, deux fois par jour",
        "Capacité de rédaction",
    ],
)
def test_an_honest_criterion_is_left_alone(session: Session, text: str) -> None:
    assert _found(session, **_criterion(text)) == {}


def test_the_people_a_place_receives_are_not_criteria(session: Session) -> None:
    context = "L’accueil reçoit des jeunes de 18 à 25 ans, des femmes seulement, des réfugiés."
    assert _found(session, context=context) == {}


@pytest.mark.parametrize("note", ["Selon profil", "salaire à négocier", "selon expérience"])
def test_pay_is_never_left_open(session: Session, note: str) -> None:
    assert _found(session, pay_note=note) == {"pay_vague": RuleLevel.REFUSE}


@pytest.mark.parametrize(
    "text", ["Indiquez vos prétentions salariales", "Quel est votre dernier salaire ?"]
)
def test_nobody_asks_about_past_pay(session: Session, text: str) -> None:
    assert "pay_history" in _found(session, **_criterion(text))


@pytest.mark.parametrize(
    ("question", "rule"),
    [
        ("Quel est votre âge ?", "question_private"),
        ("Avez-vous déjà été hospitalisé ?", "question_private"),
        ("Avez-vous des enfants ?", "question_private"),
        ("Joignez une copie de votre titre de séjour", "papers_asked"),
        ("Parlez-nous de votre parcours", "question_path"),
    ],
)
def test_questions_stay_about_the_job(session: Session, question: str, rule: str) -> None:
    offer = _offer()
    offer.questions = [OfferQuestion(text=question, position=0)]
    assert rule in {finding.rule for finding in lint(session, offer)}


def test_the_questions_of_the_guide_pass(session: Session) -> None:
    offer = _offer()
    offer.questions = [
        OfferQuestion(text="Qu’est-ce qui vous a amené à postuler sur ce poste ?", position=0),
        OfferQuestion(text="Qu’avez-vous compris du métier de travailleur·se pair·e ?", position=1),
    ]
    assert lint(session, offer) == []


@pytest.mark.parametrize(
    ("facts", "too_low"),
    [
        ({"pay_unit": "hour", "pay_min": "11.88", "pay_max": "12"}, True),
        ({"pay_unit": "hour", "pay_min": "12.02", "pay_max": "13"}, False),
        ({"pay_unit": "hour", "pay_min": "12.01", "pay_max": "13"}, True),
        ({"pay_unit": "month", "pay_min": "1823.03", "pay_max": "1900", "hours_min": "35"}, False),
        ({"pay_unit": "month", "pay_min": "1823.02", "pay_max": "1900", "hours_min": "35"}, True),
        ({"pay_unit": "year", "pay_min": "21876.36", "pay_max": "23000", "hours_min": "35"}, False),
        ({"pay_unit": "year", "pay_min": "21876.35", "pay_max": "23000", "hours_min": "35"}, True),
        ({"pay_unit": "hour", "pay_min": "9.33", "pay_max": "10", "department": "976"}, False),
        ({"pay_unit": "hour", "pay_min": "9.32", "pay_max": "10", "department": "976"}, True),
        ({"pay_unit": "hour", "pay_min": "9.33", "pay_max": "10", "department": "974"}, True),
        ({"pay_unit": "month", "pay_min": "1700", "pay_max": "1900", "hours_min": "35"}, True),
        ({"pay_unit": "month", "pay_min": "1000", "pay_max": "1100", "hours_min": "17.5"}, False),
        ({"pay_unit": "year", "pay_min": "18000", "pay_max": "19000", "hours_min": "35"}, True),
        (
            {"pay_unit": "hour", "pay_min": "8", "pay_max": "9", "contract": "apprentissage"},
            False,
        ),
    ],
)
@time_machine.travel("2026-11-20T10:00:00Z")
def test_pay_is_compared_with_the_legal_minimum(
    session: Session, facts: dict[str, str], too_low: bool
) -> None:
    amounts = {
        key: Decimal(value)
        if key.split("_")[0] in ("pay", "hours") and key != "pay_unit"
        else value
        for key, value in facts.items()
    }
    assert ("below_minimum" in _found(session, **amounts)) is too_low


def test_the_minimum_of_the_day_counts(session: Session) -> None:
    offer = _offer(pay_unit="hour", pay_min=Decimal("11.90"), pay_max=Decimal(12))
    assert lint(session, offer, date(2025, 6, 1)) == []
    assert [finding.rule for finding in lint(session, offer, date(2026, 2, 1))] == ["below_minimum"]


def test_an_old_minimum_says_that_it_may_be_old(session: Session) -> None:
    offer = _offer(pay_unit="hour", pay_min=Decimal("12.00"), pay_max=Decimal(13))
    [finding] = lint(session, offer, date(2027, 2, 1))
    assert (finding.rule, finding.level) == ("old_minimum", RuleLevel.ADVISE)
    assert "1er janvier 2026" in finding.message
    assert not finding.blocks
    offer.pay_min = Decimal("12.70")
    assert lint(session, offer, date(2027, 2, 1)) == []


def test_the_hours_of_a_contract_are_those_of_the_day(
    session: Session, backstage: Session, database: Database
) -> None:
    line = backstage.scalars(
        select(NomenclatureEntry).where(
            NomenclatureEntry.scheme == CONTRACT, NomenclatureEntry.code == "cddi"
        )
    ).one()
    later = Seed(
        CONTRACT,
        "cddi",
        "CDDI",
        "Loi à venir",
        valid_from=date(2030, 1, 1),
        data={**line.data, "hours": [10, 35]},
        period="2030",
    )
    nomenclatures.plant(backstage, [later])
    backstage.commit()
    nomenclatures.forget()
    offer = _offer(contract="cddi", hours_min=Decimal(15))
    assert [finding.rule for finding in lint(session, offer)] == ["contract_hours"]
    assert lint(session, offer, date(2030, 6, 1)) == []


@pytest.mark.parametrize("field", ["context", "purpose", "evolutions", "pay_note", "missions"])
@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Nous cherchons un homme de moins de 35 ans.", "age"),
        ("Pour ce poste, femmes uniquement.", "sex"),
        ("Être de nationalité française.", "nationality"),
        ("Vous accompagnez des familles. Âge maximum : 40.", "age"),
    ],
)
def test_what_is_refused_is_refused_wherever_it_is_written(
    session: Session, field: str, text: str, rule: str
) -> None:
    facts: dict[str, object] = {field: text}
    if field == "missions":
        facts = {"missions": [{"title": "Accueillir", "text": text, "tasks": []}]}
    assert _found(session, **facts)[rule] == RuleLevel.REFUSE


def test_what_is_refused_is_refused_in_a_question_too(session: Session) -> None:
    offer = _offer()
    offer.questions = [OfferQuestion(text="Avez-vous moins de 35 ans ?", position=0)]
    assert [finding.rule for finding in lint(session, offer) if finding.blocks] == ["age"]


@pytest.mark.parametrize(
    ("language", "section", "text", "level"),
    [
        ("fr-x-simple", "context", "On cherche un homme de moins de 35 ans.", "refuse"),
        ("en", "summary", "We want somebody under 35.", "refuse"),
        ("en", "missions", "Welcome women only.", "justify"),
        ("ar", "summary", "أقل من 35 سنة", "refuse"),
        ("fa", "summary", "کمتر از ۳۵ سال", "refuse"),
        ("ps", "criteria", "یوازې نارینه", "refuse"),
    ],
)
def test_a_translation_is_read_as_well(
    session: Session, actor: Actor, language: str, section: str, text: str, level: str
) -> None:
    offer = write_offer(session, actor)
    assert [finding for finding in lint(session, offer) if finding.blocks] == []
    translate_offer(session, actor, offer.id, language, {section: text})
    [finding] = [found for found in lint(session, offer) if found.blocks]
    assert (finding.level, finding.step) == (level, OfferStep.LANGUAGES)
    with pytest.raises(NotPublishable):
        actions.publish_offer(session, actor, offer.id)


def test_a_rule_that_does_not_hold_yet_says_nothing(session: Session) -> None:
    assert lint(session, _offer(**_criterion("Bonne santé")), date(2020, 1, 1)) == []


def test_hours_outside_what_the_contract_allows_are_justified(session: Session) -> None:
    facts = {"contract": "cddi", "hours_min": Decimal(15), "hours_max": Decimal(15)}
    assert _found(session, **facts) == {"contract_hours": RuleLevel.JUSTIFY}
    assert _found(session, **facts | {"hours_min": Decimal(26), "hours_max": None}) == {}


def test_a_way_without_writing_is_advised(session: Session) -> None:
    assert _found(session, ways={"cv": ""}) == {"only_writing": RuleLevel.ADVISE}
    assert _found(session, ways={"cv": "", "callback": ""}) == {}


def test_the_passage_is_shown_as_it_was_written(session: Session) -> None:
    offer = _offer(experience="Première ligne.\nÊtre en Bonne Forme physique.\nFin.")
    [finding] = lint(session, offer)
    assert finding.excerpt == "Être en Bonne Forme physique."
    assert finding.field == "experience"
    assert "kg" in finding.proposal


def test_what_is_justified_may_be_published_and_what_is_refused_never(
    session: Session, actor: Actor
) -> None:
    offer = write_offer(session, actor, **_criterion("Être en bonne forme physique"))
    with pytest.raises(NotPublishable):
        actions.publish_offer(session, actor, offer.id)
    offer.justifications = {"physical": "Le poste demande de porter des matelas."}
    actions.publish_offer(session, actor, offer.id)
    other = write_offer(session, actor, **_criterion("De nationalité française"))
    other.justifications = {"nationality": "Nous préférons."}
    with pytest.raises(NotPublishable):
        actions.publish_offer(session, actor, other.id)


def test_folding_keeps_every_place() -> None:
    text = "Élève à l’Œuvre — ﬁn ÀÇ İ"
    assert len(fold(text)) == len(text)


def test_every_rule_says_why_and_what_instead() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.source
        assert rule.data["proposal"]
        assert rule.data["level"] in set(RuleLevel)


def test_our_own_models_and_proposals_follow_the_rules(session: Session) -> None:
    for model in starting_points():
        offer = _offer(**model.values)
        offer.questions = [OfferQuestion(text=text, position=0) for text in model.questions]
        blocking = [finding for finding in lint(session, offer) if finding.blocks]
        assert blocking == [], model.code
    for rule in nomenclatures.entries(session, OFFER_RULE):
        if rule.data["where"] == "candidate":
            assert _found(session, **_criterion(rule.data["proposal"])) == {}, rule.code
