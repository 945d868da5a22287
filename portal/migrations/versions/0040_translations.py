"""What people write, in other languages: who translated, who reviewed; a training has a summary."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


# Who only translates does not work there: nobody owes them an interview.
FIRST_INTERVIEWS = """
CREATE OR REPLACE FUNCTION door_first_interviews(public_types text[], path_before date, public_before date)
  RETURNS TABLE (organisation_id uuid, told_id uuid, slug text, kind text, counted_from date)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH going AS (
      SELECT e.organisation_id, e.person_id, min(e.hired_on) AS hired_on,
             bool_and(e.kind = 'volunteering') AS is_volunteer
        FROM engagement e WHERE e.ended_on IS NULL AND e.person_id IS NOT NULL
        GROUP BY e.organisation_id, e.person_id
    ),
    at_work AS (
      SELECT m.organisation_id, m.person_id, o.slug::text AS slug, o.standing,
             CASE WHEN o.structure_type = ANY (public_types) THEN 'public' ELSE 'path' END AS kind,
             (m.created_at AT TIME ZONE 'Europe/Paris')::date AS arrived_on,
             g.hired_on, s.hired_on AS stated_on
        FROM membership m
        JOIN organisation o ON o.id = m.organisation_id AND o.kind = 'structure'
        LEFT JOIN going g ON g.organisation_id = m.organisation_id AND g.person_id = m.person_id
        LEFT JOIN stated_hire s ON s.organisation_id = m.organisation_id
          AND s.person_id = m.person_id
        WHERE g.is_volunteer IS NOT TRUE AND m.role <> 'translator'
    ),
    never AS (
      SELECT w.*, CASE w.kind WHEN 'public' THEN public_before ELSE path_before END AS due_before
        FROM at_work w
        WHERE NOT EXISTS (SELECT 1 FROM interview i
            WHERE i.organisation_id = w.organisation_id AND i.person_id = w.person_id
              AND i.kind = w.kind AND i.cancelled_at IS NULL)
          AND NOT EXISTS (SELECT 1 FROM interview_record r
            WHERE r.organisation_id = w.organisation_id AND r.person_id = w.person_id
              AND r.kind = w.kind)
    )
    SELECT n.organisation_id, n.person_id, '', n.kind,
           coalesce(n.hired_on, n.stated_on, n.arrived_on)
      FROM never n
      WHERE coalesce(n.hired_on, n.stated_on, n.arrived_on) <= n.due_before
    UNION ALL
    SELECT n.organisation_id, a.person_id, n.slug, n.kind, min(coalesce(n.hired_on, n.arrived_on))
      FROM never n
      JOIN membership a ON a.organisation_id = n.organisation_id AND a.person_id <> n.person_id
      WHERE n.standing <> 'suspended' AND coalesce(n.hired_on, n.arrived_on) <= n.due_before
        AND a.role = CASE WHEN EXISTS (SELECT 1 FROM membership b
            WHERE b.organisation_id = n.organisation_id AND b.person_id <> n.person_id
              AND b.role = 'manager') THEN 'manager' ELSE 'administrator' END
      GROUP BY n.organisation_id, a.person_id, n.slug, n.kind
$$
"""

ROLES = "role IN ('administrator', 'recruiter', 'writer', 'manager', 'member', 'translator')"


def upgrade() -> None:
    for table in ("membership", "invitation"):
        op.drop_constraint(f"ck_{table}_role", table)
        op.create_check_constraint(op.f(f"ck_{table}_role"), table, ROLES)
    op.execute(FIRST_INTERVIEWS)
    _reviews()
    _glossary()
    _drafts()
    _readings()
    _added("training", sa.Column("summary", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")


def _added(table: str, *columns: sa.Column[object]) -> None:
    """Columns the rows that exist need a value for; later rows say it themselves."""
    for column in columns:
        op.add_column(table, column)
        op.alter_column(table, column.name, server_default=None)


def _reviews() -> None:
    """Whose work a translation is, so that another person reviews it."""
    table = "content_translation"
    for name in ("translator_id", "reviewer_id"):
        op.add_column(table, sa.Column(name, sa.Uuid(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_{table}_{name}"), table, "person", [name], ["id"], ondelete="SET NULL"
        )
        op.create_index(f"ix_{table}_{name}", table, [name])
    op.add_column(table, sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True))
    _added(
        table,
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("saved_from", sa.String(length=40), nullable=False, server_default=""),
    )
    op.create_check_constraint(
        op.f(f"ck_{table}_another_reviews"),
        table,
        "reviewer_id IS NULL OR translator_id IS NULL OR reviewer_id <> translator_id",
    )


GLOSSARY = (
    "ALTER TABLE glossary_term ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE glossary_term FORCE ROW LEVEL SECURITY",
    "CREATE POLICY keeper ON glossary_term FOR ALL TO portal_app USING (organisation_id = portal_organisation() AND portal_organisation_kind() IN ('federation', 'operator')) WITH CHECK (organisation_id = portal_organisation() AND portal_organisation_kind() IN ('federation', 'operator'))",
    "CREATE POLICY shared ON glossary_term FOR SELECT TO portal_app USING (portal_organisation() IS NOT NULL AND EXISTS (SELECT 1 FROM organisation o WHERE o.id = glossary_term.organisation_id AND o.kind = 'operator') OR EXISTS (SELECT 1 FROM organisation o WHERE o.id = portal_organisation() AND o.federation_id = glossary_term.organisation_id))",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON glossary_term TO portal_app",
)


def _glossary() -> None:
    op.create_table(
        "glossary_term",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("term", sa.String(length=160), nullable=False),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("translation", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_glossary_term_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary_term")),
        sa.UniqueConstraint(
            "organisation_id",
            "language",
            "folded",
            name=op.f("uq_glossary_term_organisation_id_language_folded"),
        ),
    )
    for statement in GLOSSARY:
        op.execute(statement)


DRAFTS = tuple(
    statement
    for table in ("machine_draft", "section_by_hand")
    for statement in (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY organisation ON {table} FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation())",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO portal_app",
    )
)


def _drafts() -> None:
    op.create_table(
        "machine_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("error", sa.String(length=20), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_machine_draft_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_machine_draft")),
        sa.UniqueConstraint(
            "organisation_id",
            "subject_kind",
            "subject_id",
            "section",
            "language",
            name=op.f("uq_machine_draft_section"),
        ),
    )
    op.create_table(
        "section_by_hand",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_section_by_hand_organisation_id"),
        ),
        sa.PrimaryKeyConstraint(
            "organisation_id",
            "subject_kind",
            "subject_id",
            "section",
            name=op.f("pk_section_by_hand"),
        ),
    )
    for statement in DRAFTS:
        op.execute(statement)


READINGS = (
    "ALTER TABLE section_recording ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE section_recording FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organisation ON section_recording FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation())",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON section_recording TO portal_app",
)


def _readings() -> None:
    op.create_table(
        "section_recording",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("read_by", sa.String(length=120), nullable=False),
        sa.Column("is_synthetic", sa.Boolean(), nullable=False),
        sa.Column("source_digest", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_section_recording_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "file_id"],
            ["stored_file.organisation_id", "stored_file.id"],
            name=op.f("fk_section_recording_organisation_id_file_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "organisation_id",
            "subject_kind",
            "subject_id",
            "section",
            "language",
            name=op.f("pk_section_recording"),
        ),
    )
    op.create_index(
        "ix_section_recording_file_id", "section_recording", ["organisation_id", "file_id"]
    )
    for statement in READINGS:
        op.execute(statement)
