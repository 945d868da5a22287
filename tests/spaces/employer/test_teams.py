"""Teams and their boards, as their members and the others meet them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal.kernel.db import Database, Reach
from portal.organisations.actions import teams as actions
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.errors import AskTheTeam
from portal.organisations.models import Team
from portal.organisations.scope import Actor, Place
from portal.people.models import Person
from portal.skills.models import BoardLine
from tests.spaces.conftest import Region
from tests.support.htmx import HtmxVisitor
from tests.support.sql import statements

Browsers = Callable[[Person], HtmxVisitor]
TEAMS = "/employer/la-halte/teams"


@pytest.fixture
def board(signed_in: Browsers, region: Region, backstage: Session) -> str:
    """The board of a team of the recruiter and the writer, made by the director."""
    director = signed_in(region.director)
    director.submit(director.get(TEAMS).form(TEAMS), name="Maraude")
    team = backstage.scalars(select(Team)).one()
    for person in (region.recruiter, region.writer):
        page = director.get(f"{TEAMS}/{team.id}")
        director.submit(page.form(f"{TEAMS}/{team.id}/members"), person=str(person.id))
    return f"{TEAMS}/{team.id}/board"


def write(browser: HtmxVisitor, board: str, knows: str, **said: Any) -> None:
    page = browser.get(f"{board}/new")
    browser.submit(page.form(name="knows"), knows=knows, **said)


def test_each_writes_their_own_and_all_read(
    signed_in: Browsers, region: Region, board: str, backstage: Session
) -> None:
    thomas, ines = signed_in(region.recruiter), signed_in(region.writer)
    write(thomas, board, "Démarches à la CAF", helps="Préparer un dossier", origins=["academic"])
    page = ines.get(board)
    assert "Démarches à la CAF" in page.text
    assert "Savoir académique" in page.text
    assert "Changer ou retirer" not in page.text
    line = backstage.scalars(select(BoardLine)).one()
    ines.get(f"{board}/{line.id}", expect=404)
    page = thomas.get(f"{board}/{line.id}")
    thomas.submit(page.form(f"{board}/{line.id}/withdraw"))
    assert backstage.scalars(select(BoardLine)).all() == []


def test_nothing_tells_a_post_or_a_role(signed_in: Browsers, region: Region, board: str) -> None:
    write(signed_in(region.recruiter), board, "Logement")
    page = signed_in(region.writer).get(board)
    assert "Recrutement" not in page.text.split("Nos super-pouvoirs")[-1]
    assert "Savoir" not in page.text


def test_who_can_i_ask_about(signed_in: Browsers, region: Region, board: str) -> None:
    """Accents and endings are forgiven; the origin is not searched."""
    thomas = signed_in(region.recruiter)
    write(thomas, board, "Hébergement d’urgence", origins=["experiential"])
    write(thomas, board, "Arabe")
    page = thomas.get(f"{board}?q=hebergements")
    assert "Hébergement d’urgence" in page.text
    assert "Arabe" not in page.text
    for nothing in ("expérientiel", "zzz", "de"):
        page = thomas.get(f"{board}?q={nothing}")
        assert "Personne n’a écrit ce mot" in page.text


def test_the_director_does_not_enter_the_board_nor_the_team(
    signed_in: Browsers, region: Region, board: str, database: Database
) -> None:
    director = signed_in(region.director)
    director.get(board, expect=404)
    team = board.removesuffix("/board")
    page = director.get(team)
    assert "demandez à une autre personne" in page.text
    place = Place(
        id=region.structure.id,
        kind=OrganisationKind.STRUCTURE,
        slug="la-halte",
        name="La Halte",
        standing=Standing.ADMITTED,
        role=Role.ADMINISTRATOR,
    )
    herself = Actor(person_id=region.director.id, place=place)
    reach = Reach(region.director.id, region.structure.id, "structure")
    with database.session(reach) as session, pytest.raises(AskTheTeam):
        actions.add_member(session, herself, UUID(team.rsplit("/", 1)[1]), region.director.id)


def test_leaving_the_team_or_the_structure_takes_the_lines(
    signed_in: Browsers, region: Region, board: str, backstage: Session
) -> None:
    thomas, ines = signed_in(region.recruiter), signed_in(region.writer)
    write(thomas, board, "Logement")
    write(ines, board, "Écrire")
    team = board.removesuffix("/board")
    thomas.submit(thomas.get(team).form(f"{team}/members/{region.recruiter.id}/remove"))
    assert [line.knows for line in backstage.scalars(select(BoardLine))] == ["Écrire"]
    thomas.get(board, expect=404)
    page = ines.get("/employer/la-halte/team")
    ines.submit(page.form(f"/employer/la-halte/team/members/{region.writer.id}/remove"))
    assert backstage.scalars(select(BoardLine)).all() == []


def _engine(browser: HtmxVisitor) -> Engine:
    engine = browser.engine
    assert isinstance(engine, Engine)
    return engine


def test_as_many_queries_whatever_the_lines(
    signed_in: Browsers, region: Region, board: str
) -> None:
    thomas = signed_in(region.recruiter)
    write(thomas, board, "Un")
    with statements(_engine(thomas)) as few:
        thomas.get(board)
    for knows in ("Deux", "Trois", "Quatre"):
        write(thomas, board, knows)
    with statements(_engine(thomas)) as many:
        thomas.get(board)
    assert len(many) == len(few)
