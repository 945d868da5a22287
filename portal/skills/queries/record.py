"""The rest of the record: knowledge, path, project, versions."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from portal.kernel.errors import NotFound
from portal.skills.models import (
    CareerProject,
    CvChoice,
    Evidence,
    KnowledgeLine,
    PathEntry,
    ProfileVersion,
    ProjectStep,
)

Row = TypeVar("Row", Evidence, KnowledgeLine, PathEntry, ProjectStep)


def get_own(session: Session, table: type[Row], person_id: UUID, row_id: UUID) -> Row:
    """One line of somebody's record. Raises NotFound to whoever else asks."""
    found = session.scalars(
        select(table).where(table.id == row_id, table.person_id == person_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_knowledge(session: Session, person_id: UUID) -> Sequence[KnowledgeLine]:
    """In the order the person gave them."""
    return session.scalars(
        select(KnowledgeLine)
        .where(KnowledgeLine.person_id == person_id)
        .order_by(KnowledgeLine.position, KnowledgeLine.id)
    ).all()


def get_knowledge(session: Session, person_id: UUID, line_id: UUID) -> KnowledgeLine:
    return get_own(session, KnowledgeLine, person_id, line_id)


def list_path(session: Session, person_id: UUID) -> Sequence[PathEntry]:
    """What goes on first, then the newest first; what has no date comes last."""
    return session.scalars(
        select(PathEntry)
        .where(PathEntry.person_id == person_id)
        .order_by(
            PathEntry.is_current.desc(),
            PathEntry.ended.desc().nulls_last(),
            PathEntry.began.desc().nulls_last(),
            PathEntry.id,
        )
    ).all()


def get_path_entry(session: Session, person_id: UUID, entry_id: UUID) -> PathEntry:
    return get_own(session, PathEntry, person_id, entry_id)


def find_project(session: Session, person_id: UUID) -> CareerProject | None:
    return session.scalars(
        select(CareerProject).where(CareerProject.person_id == person_id)
    ).one_or_none()


def list_steps(session: Session, person_id: UUID) -> Sequence[ProjectStep]:
    """The steps of the project, in order."""
    return session.scalars(
        select(ProjectStep)
        .where(ProjectStep.person_id == person_id)
        .order_by(ProjectStep.position, ProjectStep.id)
    ).all()


def get_step(session: Session, person_id: UUID, step_id: UUID) -> ProjectStep:
    return get_own(session, ProjectStep, person_id, step_id)


def list_versions(session: Session, person_id: UUID) -> Sequence[ProfileVersion]:
    """Without their documents, the newest first."""
    return session.scalars(
        select(ProfileVersion)
        .where(ProfileVersion.person_id == person_id)
        .order_by(ProfileVersion.number.desc())
    ).all()


def get_version(session: Session, person_id: UUID, number: int) -> ProfileVersion:
    """With its document. Raises NotFound."""
    found = session.scalars(
        select(ProfileVersion)
        .where(ProfileVersion.person_id == person_id, ProfileVersion.number == number)
        .options(undefer(ProfileVersion.document))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_cv(session: Session, person_id: UUID) -> CvChoice | None:
    """What somebody chose for their CV, once they did."""
    return session.scalars(select(CvChoice).where(CvChoice.person_id == person_id)).one_or_none()
