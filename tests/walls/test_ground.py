"""The fourth wall: row-level security. What the models promise is what the database does, and a
table whose wall is taken down leaks in front of these tests.
"""

import re

import pytest
from sqlalchemy import Table, UniqueConstraint, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.kernel import tokens
from portal.kernel.db import Base, Database, Reach
from portal.kernel.walls import Wall
from tests.factories.house import House

# Tables without row-level security, each with its reason in `portal.kernel.walls.public(…)`.
PUBLIC = {"throttle_count", "erasure"}
# Rows of these are for everybody to read, written by their owner only.
READABLE_BY_ALL = {
    "nomenclature_entry",
    "commune",
    "published_offer",
    "offer_relay",
    "published_training",
    "training_session",
    "training_relay",
    "badge_key",
}
# What the portal ships stands there for everybody; what a federation or a person adds does not.
SHIPPED = {"framework", "framework_heading", "framework_action"}
# UNIQUE over random or public values: knowing that one exists tells nothing about anybody.
GLOBAL_UNIQUE = {
    "uq_organisation_slug",
    "uq_offer_slug",
    "uq_published_offer_slug",
    "uq_invitation_token_digest",
    "uq_application_holder_digest",
    "uq_registration_holder_digest",
    "uq_registration_agreement_digest",
    "uq_worker_proposal_digest",
    "uq_application_part_application_id_file_id",
    "uq_callback_request_application_id",
    "uq_framework_person_id",
    "uq_outgoing_message_once_key",
    "uq_stored_file_person_id_id",
    "uq_stored_object_file_id_role_position",
    "uq_practice_group_code_digest",
    "uq_published_training_slug",
    "uq_training_slug",
}


def _walls() -> dict[str, Wall]:
    return {
        str(mapper.local_table.name): mapper.class_.__wall__
        for mapper in Base.registry.mappers
        if isinstance(mapper.local_table, Table)
    }


WALLED = sorted(name for name, wall in _walls().items() if not wall.why_public)


def _policies(session: Session, table: str) -> dict[str, tuple[str, str, str | None, str | None]]:
    rows = session.execute(
        text(
            "SELECT policyname, cmd, roles::text, qual, with_check FROM pg_policies"
            " WHERE schemaname = 'public' AND tablename = :table"
        ),
        {"table": table},
    )
    return {row.policyname: tuple(row)[1:] for row in rows}


def test_only_the_listed_tables_are_public() -> None:
    open_tables = {name for name, wall in _walls().items() if wall.why_public}
    assert open_tables == PUBLIC


def test_every_table_has_row_level_security_enabled_and_forced(backstage: Session) -> None:
    rows = backstage.execute(
        text(
            "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
            " WHERE nspname = 'public' AND relkind IN ('r', 'p')"
            " AND NOT (relrowsecurity AND relforcerowsecurity)"
        )
    )
    open_tables = {row.relname for row in rows if not row.relname.startswith("procrastinate_")}
    assert open_tables == PUBLIC | {"alembic_version"}


@pytest.mark.parametrize("table", WALLED)
def test_policies_in_the_database_are_those_of_the_model(backstage: Session, table: str) -> None:
    found = _policies(backstage, table)
    wall = _walls()[table]
    # PostgreSQL rewrites expressions: let it rewrite the model's in the same way, then compare.
    for policy in wall.policies:
        using = f" USING ({policy.using})" if policy.using is not None else ""
        check = f" WITH CHECK ({policy.check})" if policy.check is not None else ""
        backstage.execute(
            text(
                f"CREATE POLICY probe_{policy.name} ON {table} FOR {policy.command}"
                f" TO {policy.role}{using}{check}"
            )
        )
    probes = {
        name.removeprefix("probe_"): value
        for name, value in _policies(backstage, table).items()
        if name.startswith("probe_")
    }
    backstage.rollback()
    assert found == probes


def test_roles_cannot_step_over_the_walls(backstage: Session) -> None:
    rows = backstage.execute(
        text(
            "SELECT rolname, rolsuper, rolbypassrls, rolcanlogin, rolcreaterole FROM pg_roles"
            " WHERE rolname LIKE 'portal_%'"
        )
    )
    found = {row.rolname: tuple(row)[1:] for row in rows}
    assert found == {
        "portal_app": (False, False, True, False),
        "portal_owner": (False, False, False, False),
        "portal_keeper": (False, False, False, False),
    }
    owners = backstage.scalars(
        text("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
    ).all()
    assert set(owners) == {"portal_owner"}
    assert (
        backstage.scalar(text("SELECT pg_has_role('portal_app', 'portal_owner', 'MEMBER')"))
        is False
    )
    assert (
        backstage.scalar(text("SELECT pg_has_role('portal_app', 'portal_keeper', 'MEMBER')"))
        is False
    )


def test_the_keeper_reads_the_written_columns_only(backstage: Session) -> None:
    rows = backstage.execute(
        text(
            "SELECT table_name, column_name, privilege_type"
            " FROM information_schema.column_privileges"
            " WHERE grantee = 'portal_keeper' AND table_schema = 'public'"
        )
    ).all()
    assert {row.privilege_type for row in rows} == {"SELECT"}
    granted: dict[str, set[str]] = {}
    for row in rows:
        granted.setdefault(row.table_name, set()).add(row.column_name)
    written = {
        name: {column.strip() for column in match.group(1).split(",")}
        for name, wall in _walls().items()
        if (match := re.search(r"kept\(([^)]*)\)", wall.kind))
    }
    assert granted == written


def test_doors_belong_to_the_keeper_and_pin_their_search_path(backstage: Session) -> None:
    rows = backstage.execute(
        text(
            "SELECT p.proname, p.prosecdef, r.rolname, p.proconfig::text AS settings"
            " FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner"
            " JOIN pg_namespace n ON n.oid = p.pronamespace"
            " WHERE n.nspname = 'public' AND (p.proname LIKE 'door\\_%' OR p.prosecdef)"
        )
    ).all()
    assert len(rows) >= 10
    for row in rows:
        assert (row.prosecdef, row.rolname) == (True, "portal_keeper"), row.proname
        assert "search_path=public, pg_temp" in (row.settings or ""), row.proname


def test_a_child_names_its_parent_together_with_the_owner() -> None:
    """A foreign key to another tenant's row is accepted by PostgreSQL unless it is composite."""
    loose = []
    for table in Base.metadata.tables.values():
        for key in table.foreign_key_constraints:
            target = key.referred_table
            both = "organisation_id" in table.c and "organisation_id" in target.c
            if both and "organisation_id" not in key.column_keys:
                loose.append(f"{table.name} → {target.name}")
    assert loose == []


def test_uniqueness_is_per_organisation() -> None:
    """A UNIQUE over all tenants tells one of them what another has."""
    names = {
        str(constraint.name)
        for table in Base.metadata.tables.values()
        if "organisation_id" in table.c or table.name in {"organisation", "stored_object"}
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
        and "organisation_id" not in {column.name for column in constraint.columns}
    }
    assert names == GLOBAL_UNIQUE


def _seen(session: Session) -> dict[str, int]:
    """How many rows a session sees in each table, whatever their owner: no `where` at all."""
    return {
        table: int(session.scalar(text(f"SELECT count(*) FROM {table}")) or 0) for table in WALLED
    }


def _foreign(session: Session, word: str) -> set[str]:
    """The tables in which a session sees a row that carries a word."""
    return {
        table
        for table in WALLED
        if session.scalar(
            text(f"SELECT EXISTS (SELECT 1 FROM {table} t WHERE to_jsonb(t)::text LIKE :word)"),
            {"word": f"%{word}%"},
        )
    }


def test_a_house_has_a_row_in_every_walled_table(
    houses: tuple[House, House], backstage: Session
) -> None:
    empty = {table for table, count in _seen(backstage).items() if count == 0}
    assert empty <= {"nomenclature_entry"}, "add the new table to tests/factories/house.py"


def test_nobody_sees_nothing(houses: tuple[House, House], database: Database) -> None:
    with database.session() as session:
        seen = {table for table, count in _seen(session).items() if count}
    assert seen <= READABLE_BY_ALL | SHIPPED | {"organisation"}


def _reaches(house: House) -> dict[str, Reach]:
    return {
        "structure": Reach(
            person_id=house.recruiter.id,
            organisation_id=house.structure.id,
            organisation_kind="structure",
        ),
        "federation": Reach(
            person_id=house.federal_officer.id,
            organisation_id=house.federation.id,
            organisation_kind="federation",
        ),
        "candidate": Reach(
            person_id=house.candidate.id, doors={"holder": house.application.holder_digest}
        ),
    }


@pytest.mark.parametrize("who", ["structure", "federation", "candidate"])
def test_no_reach_sees_the_other_house(
    houses: tuple[House, House], database: Database, who: str
) -> None:
    ours, theirs = houses
    with database.session(_reaches(ours)[who]) as session:
        assert _foreign(session, theirs.word) == set()
        assert _foreign(session, ours.word), "a reach that sees nothing of its own proves nothing"


def test_drafts_and_unreleased_files_stay_with_the_candidate(
    houses: tuple[House, House], database: Database
) -> None:
    ours, _ = houses
    with database.session(_reaches(ours)["structure"]) as session:
        drafts = "SELECT count(*) FROM application WHERE state = 'draft'"
        assert session.scalar(text(drafts)) == 0
        assert (
            session.scalar(
                text("SELECT count(*) FROM stored_file WHERE id = :id"),
                {"id": ours.files["draft_voice"].id},
            )
            == 0
        )
        assert (
            session.scalar(
                text("SELECT count(*) FROM application_part WHERE application_id = :id"),
                {"id": ours.draft_application.id},
            )
            == 0
        )


def test_a_federation_never_reaches_an_application(
    houses: tuple[House, House], database: Database
) -> None:
    ours, _ = houses
    with database.session(_reaches(ours)["federation"]) as session:
        private = {
            "application",
            "application_part",
            "application_message",
            "stored_file",
            "screening_note",
            "callback_request",
            "offer",
        }
        seen = _seen(session)
        # What was read aloud of its own, and what people said to join its sessions, is its own.
        own = text("SELECT count(*) FROM stored_file WHERE organisation_id = portal_organisation()")
        seen["stored_file"] -= int(session.scalar(own) or 0)
        assert {table for table in private if seen[table]} == set()


# Rows that everybody may read, or that bear no owner's column: what the other house must not do
# with them, though it may name them.
_BY_STATEMENT = {
    "organisation": "UPDATE organisation SET name = name WHERE id = :structure",
    "published_offer": "UPDATE published_offer SET state = state WHERE offer_id = :offer",
    "published_training": "UPDATE published_training SET card = card WHERE training_id = :training",
    "training_session": "UPDATE training_session SET places = places WHERE training_id = :training",
    "badge_key": "UPDATE badge_key SET public = public WHERE organisation_id = :federation",
    "training_relay": "UPDATE training_relay SET note = 'pris' WHERE federation_id = :federation",
    "offer_relay": "DELETE FROM offer_relay WHERE federation_id = :federation",
    "nomenclature_entry": "UPDATE nomenclature_entry SET code = code",
    "commune": "UPDATE commune SET name = name WHERE code = '59350'",
    "stored_object": "UPDATE stored_object SET size = size WHERE file_id = :file",
    "sign_in_code": "UPDATE sign_in_code SET attempts = attempts WHERE browser_digest = :browser",
}


@pytest.mark.parametrize("table", _BY_STATEMENT)
def test_taking_a_wall_down_lets_a_statement_through(
    houses: tuple[House, House], backstage: Session, table: str
) -> None:
    ours, theirs = houses
    assert theirs.trainings is not None
    values = {
        "training": theirs.trainings.online.id,
        "structure": theirs.structure.id,
        "offer": theirs.offer.id,
        "federation": theirs.federation.id,
        "file": theirs.files["voice"].id,
        "browser": tokens.digest("browser-theirs"),
    }
    reach = _reaches(ours)["structure"].settings()
    touched = []
    for wall in ("ENABLE", "DISABLE"):
        backstage.execute(text(f"ALTER TABLE {table} {wall} ROW LEVEL SECURITY"))
        backstage.execute(text("SET LOCAL ROLE portal_app"))
        for key, value in reach.items():
            backstage.execute(text("SELECT set_config(:k, :v, true)"), {"k": key, "v": value})
        statement = text(_BY_STATEMENT[table] + " RETURNING 1")
        known = {name: value for name, value in values.items() if f":{name}" in statement.text}
        touched.append(len(backstage.execute(statement, known).all()))
        backstage.rollback()
    assert touched[0] == 0
    assert touched[1] > 0


@pytest.mark.parametrize("table", [t for t in WALLED if t not in _BY_STATEMENT])
def test_taking_a_wall_down_is_noticed(
    houses: tuple[House, House], backstage: Session, admin_url: str, table: str
) -> None:
    """With its row-level security off, each table leaks to the other house: so the tests above
    would turn red. Done in a transaction that is rolled back.
    """
    ours, theirs = houses
    backstage.execute(text(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"))
    backstage.execute(text("SET LOCAL ROLE portal_app"))
    for key, value in _reaches(ours)["structure"].settings().items():
        backstage.execute(text("SELECT set_config(:k, :v, true)"), {"k": key, "v": value})
    assert table in _foreign(backstage, theirs.word) or _sees_rows_of(backstage, table, theirs)
    backstage.rollback()


def _sees_rows_of(session: Session, table: str, house: House) -> bool:
    """For tables whose rows carry no text: by owner."""
    columns = Base.metadata.tables[table].c
    if "organisation_id" in columns:
        count = text(f"SELECT count(*) FROM {table} WHERE organisation_id IN (:id, :federation)")
        owners = {"id": house.structure.id, "federation": house.federation.id}
        return bool(session.scalar(count, owners))
    count = text(f"SELECT count(*) FROM {table} WHERE person_id = :id")
    return bool(session.scalar(count, {"id": house.recruiter.id}))


@pytest.mark.parametrize("said", ["absent", "excused", "present"])
def test_nobody_scans_over_what_who_trains_said(
    houses: tuple[House, House], backstage: Session, database: Database, said: str
) -> None:
    """With the code of the right half-day, and whatever the pages let through."""
    held = houses[0].held
    assert held is not None
    one = {"one": held.registration.id, "said": said}
    backstage.execute(text("UPDATE attendance SET state = :said WHERE registration_id = :one"), one)
    backstage.commit()
    day = backstage.scalar(text("SELECT day FROM attendance WHERE registration_id = :one"), one)
    doors = {"holder": held.registration.holder_digest, "attend": f"{held.dates.id}:{day}:am"}
    with database.session(Reach(doors=doors)) as session:
        seen = text("SELECT state FROM attendance WHERE registration_id = :one")
        assert session.scalars(seen, one).all() == [said]
        scanned = text(
            "UPDATE attendance SET state = 'present', marked_how = 'code'"
            " WHERE registration_id = :one RETURNING 1"
        )
        assert session.execute(scanned, one).all() == []


def test_writing_into_another_house_is_refused(
    houses: tuple[House, House], database: Database
) -> None:
    ours, theirs = houses
    with database.session(_reaches(ours)["structure"]) as session, pytest.raises(DBAPIError):
        session.execute(
            text(
                "INSERT INTO establishment (id, organisation_id, name, structure_type, street,"
                " postcode, city, department, region, access, created_at)"
                " VALUES (gen_random_uuid(), :id, 'x', '', '', '', '', '', '', '', now())"
            ),
            {"id": theirs.structure.id},
        )
    with database.session(_reaches(ours)["structure"]) as session:
        touched = session.execute(
            text("UPDATE offer SET title = 'taken' WHERE id = :id RETURNING id"),
            {"id": theirs.offer.id},
        )
        assert touched.all() == []


def test_the_reach_dies_with_its_transaction(
    houses: tuple[House, House], database: Database
) -> None:
    ours, _ = houses
    with database.session(_reaches(ours)["structure"]) as session:
        assert session.scalar(text("SELECT count(*) FROM offer")) == 2
        session.commit()
    with database.session() as session:
        assert session.scalar(text("SELECT count(*) FROM offer")) == 0


def test_the_audit_can_only_grow(houses: tuple[House, House], database: Database) -> None:
    ours, _ = houses
    for statement in ("UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"):
        with database.session(_reaches(ours)["structure"]) as session, pytest.raises(DBAPIError):
            session.execute(text(statement))


def test_a_holder_cannot_send_the_file_of_somebody_else(
    houses: tuple[House, House], database: Database
) -> None:
    """The key of the table only ties the file to the organisation."""
    ours, _ = houses
    statement = text(
        "INSERT INTO application_message (id, organisation_id, application_id, at, author,"
        " person_name, body, language, file_id)"
        " VALUES (gen_random_uuid(), :organisation, :application, now(), :author, '', '', 'fr',"
        " :file)"
    )
    values = {"organisation": ours.structure.id, "application": ours.application.id}
    draft = ours.files["draft_voice"].id  # of another candidate to the same structure
    own = ours.files["voice"].id
    with database.session(_reaches(ours)["candidate"]) as session:
        session.execute(statement, {**values, "author": "candidate", "file": own})
        with pytest.raises(DBAPIError):
            session.execute(statement, {**values, "author": "candidate", "file": draft})
    with database.session(_reaches(ours)["structure"]) as session, pytest.raises(DBAPIError):
        session.execute(statement, {**values, "author": "structure", "file": draft})
