"""PostgreSQL: declarative base, engine, and the reach of a transaction through the walls.

Row-level security gives a row to whoever *reaches* it. A reach is a person, an organisation or a
door (a named capability, such as the digest of a follow link). It is written with
`set_config(…, true)`, so it dies with the transaction and never leaks to the next pooled request.
No reach means no rows.
"""

import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from sqlalchemy import (
    DateTime,
    Engine,
    MetaData,
    String,
    TypeDecorator,
    create_engine,
    event,
    inspect,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.orm import registry as registry_factory
from sqlalchemy.orm.exc import StaleDataError

from portal.kernel import clock
from portal.kernel.walls import Wall

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

E = TypeVar("E", bound=StrEnum)

# Where a session notes which rows it is about to change.
_CHANGING = "changing"
# What PostgreSQL says where a row would name another that is not there.
_FOREIGN_KEY = "23503"

DOORS = frozenset(
    {
        "identity",
        "browser",
        "holder",
        "message",
        "file",
        "group",
        "agreement",
        "alert",
        "attend",
        "badge",
        "proposal",
        "proposers",
    }
)


class Coded(TypeDecorator[E]):
    """A member of a `StrEnum`, kept as its value: what is read back has its label and its rules.

    The CHECK constraints of the tables say which values there are; an enumeration of PostgreSQL
    would need a migration for each new one.
    """

    impl = String
    cache_ok = True

    def __init__(self, kind: type[E], length: int) -> None:
        super().__init__(length)
        self.kind = kind

    def process_bind_param(self, value: E | None, dialect: object) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: object) -> E | None:
        return None if value is None else self.kind(value)


class Base(DeclarativeBase):
    """Every table. Each model names its wall; a test compares it with `pg_policies`."""

    metadata = MetaData(naming_convention=NAMING)
    registry = registry_factory(
        metadata=metadata,
        type_annotation_map={
            datetime: DateTime(timezone=True),
            str: String,
            dict[str, Any]: JSONB,
            list[dict[str, Any]]: JSONB,
        },
    )
    __wall__: ClassVar[Wall]


def new_id() -> UUID:
    """A version 7 UUID (RFC 9562): random, but sorted by time so that indexes stay compact."""
    milliseconds = time.time_ns() // 1_000_000
    value = milliseconds << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


@dataclass(frozen=True)
class Reach:
    """What a transaction may reach through row-level security."""

    person_id: UUID | None = None
    organisation_id: UUID | None = None
    organisation_kind: str = ""
    doors: Mapping[str, str] = field(default_factory=dict)

    def settings(self) -> dict[str, str]:
        unknown = set(self.doors) - DOORS
        if unknown:
            raise ValueError(f"unknown doors: {sorted(unknown)}")
        values = {f"portal.{name}": value for name, value in self.doors.items()}
        if self.person_id:
            values["portal.person"] = str(self.person_id)
        if self.organisation_id:
            values["portal.organisation"] = str(self.organisation_id)
        if self.organisation_kind:
            values["portal.organisation_kind"] = self.organisation_kind
        if self.person_id or self.organisation_id:
            values["portal.at"] = clock.now().isoformat()
        return values


NOWHERE = Reach()


def _apply(connection: Connection, settings: Mapping[str, str]) -> None:
    if not settings:
        return
    calls = ", ".join(f"set_config(:k{i}, :v{i}, true)" for i in range(len(settings)))
    values: dict[str, str] = {}
    for i, (key, value) in enumerate(settings.items()):
        values[f"k{i}"] = key
        values[f"v{i}"] = value
    connection.execute(text(f"SELECT {calls}"), values)


def reach(
    session: Session,
    *,
    person_id: UUID | None = None,
    organisation_id: UUID | None = None,
    organisation_kind: str = "",
    **doors: str,
) -> None:
    """Widen what the running transaction reaches, once the caller has proved it may."""
    wider = Reach(person_id, organisation_id, organisation_kind, doors)
    known: Reach = session.info.get("reach", NOWHERE)
    session.info["reach"] = replace(
        known,
        person_id=person_id or known.person_id,
        organisation_id=organisation_id or known.organisation_id,
        organisation_kind=organisation_kind or known.organisation_kind,
        doors={**known.doors, **doors},
    )
    _apply(session.connection(), wider.settings())


def take_turns(session: Session, matter: int, key: str) -> None:
    """Wait until no other transaction does this to that; held until this one ends.

    `matter` is a number of the caller's own: it keeps the keys of two matters apart.
    """
    session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, :matter))"),
        {"key": key, "matter": matter},
    )


def has_vanished(error: Exception) -> bool:
    """Whether what was being written, or what it belongs to, was removed by another transaction."""
    if isinstance(error, StaleDataError):
        return True
    if not isinstance(error, IntegrityError):
        return False
    orphan = getattr(error.orig, "sqlstate", "") == _FOREIGN_KEY
    # Removing what still has children is refused by the same code, and is a fault of ours.
    return orphan and not (error.statement or "").lstrip().upper().startswith("DELETE")


def refused_tables(session: Session) -> list[str]:
    """Once a flush changed fewer rows than it should have and was rolled back: the tables of these
    rows, if all are still there to be read. Then none was removed: a wall refused the change.
    """
    keys = session.info.pop(_CHANGING, [])
    mappers = [(inspect(kind), identity) for kind, identity, *_rest in keys]
    for mapper, identity in mappers:
        same = [column == value for column, value in zip(mapper.primary_key, identity, strict=True)]
        if session.scalar(select(literal(True)).where(*same)) is None:
            return []
    return sorted({mapper.local_table.name for mapper, _identity in mappers})


@contextmanager
def aside(session: Session, **doors: str) -> Iterator[Session]:
    """A transaction of its own behind these doors only, kept whatever becomes of the caller's.

    It sees nothing the caller did not commit, and must not touch rows the caller has changed.
    """
    reaching = Reach(doors=doors)
    with (
        Session(session.get_bind(), expire_on_commit=False, info={"reach": reaching}) as own,
        own.begin(),
    ):
        yield own


class Database:
    """One engine and its sessions, connected as the application role."""

    def __init__(self, url: str, *, pool_size: int = 5, application: str = "portal") -> None:
        self.engine: Engine = create_engine(
            url,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_pre_ping=False,
            pool_recycle=1800,
            # An error says which statement, never which values: it may be shown or logged.
            hide_parameters=True,
            connect_args={
                "application_name": application,
                "connect_timeout": 5,
                # Never lose an acknowledged write, never wait for ever (quality-checks C1, SE-23).
                "options": "-c statement_timeout=10000 -c lock_timeout=5000"
                " -c idle_in_transaction_session_timeout=60000 -c timezone=UTC",
            },
        )
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    def session(self, reaching: Reach = NOWHERE) -> Session:
        """A session whose every transaction starts with this reach and no other."""
        return self._sessions(info={"reach": reaching})

    def close(self) -> None:
        self.engine.dispose()


@event.listens_for(Session, "after_begin")
def _set_reach(session: Session, transaction: object, connection: Connection) -> None:
    reaching: Reach = session.info.get("reach", NOWHERE)
    _apply(connection, reaching.settings())


@event.listens_for(Session, "before_flush")
def _note_changes(session: Session, context: object, instances: object) -> None:
    session.info[_CHANGING] = [inspect(one).identity_key for one in session.dirty]


@event.listens_for(Session, "after_flush")
def _forget_changes(session: Session, context: object) -> None:
    session.info.pop(_CHANGING, None)
