"""The guide's grid, letter for letter: what it says, what is cut, what an edition keeps."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.skills import shipped
from portal.skills.enums import Mobilised, Scope
from portal.skills.models import Framework, FrameworkAction, GridAnswer
from portal.skills.queries.grid import read_grid
from portal.skills.shipped.guide import GUIDE
from tests.factories.house import NOW, make_person

# Typed again from the source (guide 2023, lines 1551-1655), not read from the code under test.
GRID = {
    "Capacité à créer et maintenir du lien avec les personnes accompagnées": [
        "Etablir un lien de confiance avec les personnes accompagnées",
        "Maintenir le lien avec les personnes",
        "Ecouter les personnes de manière",
        "Accompagner les personnes dans leur parcours d'accompagnement",
        "Respecter les volontés de la personne",
        "Travailler au parcours de rétablissement avec les personnes",
    ],
    "Capacité à travailler en équipe": [
        "Participer aux réunions d'équipes",
        (
            "Transmettre les informations pertinentes aux autres membres de l'équipe tout "
            "en respectant les principes de confidentialité et de secret professionnel - à "
            "l'oral ou dans le cadre de transmissions écrites"
        ),
        "Rendre compte de son activité",
        "Être assidu.e et ponctuel.le",
        "Identifier les compétences, connaissances et savoirs des autres membres de l'équipe",
        "Savoir solliciter les membres de l'équipe de façon",
    ],
    "Accompagner les personnes dans leurs démarches": [
        "Diagnostic du besoin",
        "Accompagnement dans la démarche",
        "Connaissance des démarches à effectuer",
        (
            "Capacité à solliciter un.e collègue si la connaissance personnelle des "
            "démarches ne suffit pas"
        ),
    ],
    "Aller à la rencontre de nouvelles personnes (ex : en maraude)": [
        "Créer du lien",
        "Identifier les champs sur lesquels la personne souhaite être accompagnée",
        (
            "Maintenir le lien et accompagner ou identifier un.e collègue pour accompagner "
            "la personne"
        ),
    ],
    "Animer des ateliers avec les personnes accompagnées": [
        "Concevoir des ateliers",
        "Mobiliser des personnes accompagnées pour participer à ces ateliers",
        "Animer des ateliers",
        "Rendre compte des ateliers",
    ],
    "Accompagner les personnes vers les soins (somatiques et en santé mentale)": [],
}


@pytest.fixture
def owner(backstage: Session) -> UUID:
    person = make_person(backstage, "sami", "Sami")
    backstage.commit()
    return person.id


def test_labels_are_those_of_the_source() -> None:
    assert {g.label: [line.label for line in g.lines] for g in GUIDE.groups} == GRID


def test_counts_are_those_of_the_source() -> None:
    lines = [line for group in GUIDE.groups for line in group.lines]
    assert (len(GUIDE.groups), len(lines)) == (6, 23)
    common = [len(group.lines) for group in GUIDE.groups if group.scope == Scope.COMMON]
    assert sum(common) == 12
    assert [line.label for line in lines if str(line.flaw)] == [
        "Ecouter les personnes de manière",
        "Savoir solliciter les membres de l'équipe de façon",
    ]
    assert [group.code for group in GUIDE.groups if str(group.flaw)] == ["care"]


def test_every_line_has_plain_words_and_an_example() -> None:
    assert all(str(line.plain) and str(line.example) for g in GUIDE.groups for line in g.lines)


def test_the_grid_is_there_for_somebody_new(backstage: Session, owner: UUID) -> None:
    grid = read_grid(backstage, owner)
    assert [framework.code for framework in grid.frameworks] == ["guide"]
    assert len(grid.lines) == len(grid.left) == 23
    assert [group.code for group in grid.frameworks[0].groups][-1] == "care"


def test_a_new_edition_loses_no_answer(backstage: Session, owner: UUID) -> None:
    kept, gone = GUIDE.groups[0].lines[:2]
    actions = {
        action.code: action
        for action in backstage.scalars(
            select(FrameworkAction).join(Framework, Framework.id == FrameworkAction.framework_id)
        )
    }
    for code in (kept.code, gone.code):
        backstage.add(
            GridAnswer(
                person_id=owner,
                action_id=actions[code].id,
                mobilised=Mobilised.YES,
                answered_at=NOW,
            )
        )
    backstage.flush()
    shorter = replace(GUIDE.groups[0], lines=tuple(x for x in GUIDE.groups[0].lines if x != gone))
    newer = replace(GUIDE, edition=2, groups=(shorter, *GUIDE.groups[1:]))
    shipped.plant(backstage, newer)
    shipped.plant(backstage, newer)
    grid = read_grid(backstage, owner)
    answered = {line.code: line for line in grid.lines if line.is_answered}
    assert set(answered) == {kept.code, gone.code}
    assert answered[gone.code].is_retired
    assert not answered[kept.code].is_retired
    assert len(grid.lines) == 23
    backstage.rollback()
