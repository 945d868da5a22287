"""After the sessions: who was there, certificates, signed badges, evaluations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

TABLES = (
    "attendance",
    "internship",
    "certificate_wish",
    "certificate",
    "badge_key",
    "badge_secret",
    "badge",
    "evaluation",
    "evaluation_voice",
    "evaluation_given",
)

# What participants say is given in numbers and in words without order, to the organiser of the
# session, and not before there are five.
DOORS = """
CREATE FUNCTION door_evaluations(wanted uuid)
  RETURNS TABLE (kind text, question text, said text, many int, file_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH enough AS (
      SELECT s.id FROM training_session s
        WHERE s.id = wanted AND s.organisation_id = portal_organisation()
          AND (SELECT count(*) FROM evaluation e WHERE e.session_id = s.id) >= 5
    )
    (SELECT 'all', '', '', count(*)::int, NULL::uuid
      FROM evaluation e JOIN enough n ON n.id = e.session_id HAVING count(*) > 0)
    UNION ALL
    (SELECT 'answer', a.key, a.value #>> '{}', count(*)::int, NULL
      FROM evaluation e JOIN enough n ON n.id = e.session_id, jsonb_each(e.answers) a
      GROUP BY a.key, a.value #>> '{}')
    UNION ALL
    (SELECT 'words', '', e.words, 1, NULL FROM evaluation e JOIN enough n ON n.id = e.session_id
      WHERE e.words <> '' ORDER BY md5(e.id::text))
    UNION ALL
    (SELECT 'voice', '', '', 1, v.file_id
      FROM evaluation_voice v JOIN enough n ON n.id = v.session_id ORDER BY md5(v.id::text))
$$;
CREATE FUNCTION door_forget_evaluations(ended_before date, rehearsal boolean)
  RETURNS TABLE (session_id uuid)
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH over AS (SELECT s.id FROM training_session s WHERE s.ends_on < ended_before),
    due AS (
      SELECT e.session_id FROM evaluation e JOIN over o ON o.id = e.session_id
      UNION ALL SELECT v.session_id FROM evaluation_voice v JOIN over o ON o.id = v.session_id
    ), gone AS (
      DELETE FROM evaluation e USING over o WHERE e.session_id = o.id AND NOT rehearsal
    ), silent AS (
      DELETE FROM evaluation_voice v USING over o WHERE v.session_id = o.id AND NOT rehearsal
    )
    SELECT d.session_id FROM due d
$$;
"""
# A recording that goes with an evaluation is no orphan.
SWEPT = """
CREATE OR REPLACE FUNCTION door_unattached_files(before timestamptz, one uuid)
  RETURNS TABLE (file_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT f.id FROM stored_file f
    WHERE (one IS NULL OR f.id = one)
      AND f.purpose IN ('voice', 'cv', 'letter', 'answer', 'message', 'evidence')
      AND f.state <> 'receiving'
      AND greatest(f.created_at, f.received_at) < before
      AND NOT EXISTS (SELECT 1 FROM application_part p WHERE p.file_id = f.id)
      AND NOT EXISTS (SELECT 1 FROM application_message m WHERE m.file_id = f.id)
      AND NOT EXISTS (SELECT 1 FROM registration g WHERE g.file_id = f.id)
      AND NOT EXISTS (SELECT 1 FROM evaluation_voice v WHERE v.file_id = f.id)
      AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.file_id = f.id)
      AND NOT EXISTS (SELECT 1 FROM share_file s WHERE s.file_id = f.id)
      AND NOT EXISTS (SELECT 1 FROM interview_preparation q WHERE q.file_id = f.id)
    ORDER BY f.id LIMIT 1000
$$
"""
KEPT = (
    (
        "GRANT SELECT (id, organisation_id, session_id, answers, words), DELETE ON evaluation"
        " TO portal_keeper"
    ),
    (
        "GRANT SELECT (id, organisation_id, session_id, file_id), DELETE ON evaluation_voice"
        " TO portal_keeper"
    ),
)
_CALLED = ("door_evaluations(uuid)", "door_forget_evaluations(date, boolean)")
OWNED = (
    "GRANT CREATE ON SCHEMA public TO portal_keeper",
    *(f"ALTER FUNCTION {name} OWNER TO portal_keeper" for name in _CALLED),
    "REVOKE CREATE ON SCHEMA public FROM portal_keeper",
    *(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC" for name in _CALLED),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO portal_app" for name in _CALLED),
)

WALLS = (
    "ALTER TABLE attendance ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE attendance FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organiser ON attendance FOR ALL TO portal_app USING (organisation_id = portal_organisation() AND EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id)) WITH CHECK (organisation_id = portal_organisation() AND EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id))",
    "CREATE POLICY person ON attendance FOR SELECT TO portal_app USING (EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person())))",
    "CREATE POLICY person_scans ON attendance FOR INSERT TO portal_app WITH CHECK (EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person())) AND state = 'present' AND marked_how = 'code' AND portal_door('attend') = session_id::text || ':' || to_char(day, 'YYYY-MM-DD') || ':' || half)",
    "CREATE POLICY person_scans_later ON attendance FOR UPDATE TO portal_app USING (EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person()))) WITH CHECK (EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person())) AND state = 'present' AND marked_how = 'code' AND portal_door('attend') = session_id::text || ':' || to_char(day, 'YYYY-MM-DD') || ':' || half)",
    "ALTER TABLE internship ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE internship FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organiser ON internship FOR ALL TO portal_app USING (organisation_id = portal_organisation() AND EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id)) WITH CHECK (organisation_id = portal_organisation() AND EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id))",
    "CREATE POLICY person ON internship FOR SELECT TO portal_app USING (EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person())))",
    "ALTER TABLE certificate_wish ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE certificate_wish FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON certificate_wish FOR ALL TO portal_app USING (EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person()))) WITH CHECK (EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person())))",
    "CREATE POLICY organiser ON certificate_wish FOR SELECT TO portal_app USING (organisation_id = portal_organisation() AND EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id))",
    "ALTER TABLE certificate ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE certificate FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organiser ON certificate FOR ALL TO portal_app USING (organisation_id = portal_organisation() AND EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id)) WITH CHECK (organisation_id = portal_organisation() AND EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id))",
    "CREATE POLICY person ON certificate FOR SELECT TO portal_app USING (EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person())))",
    "ALTER TABLE badge_key ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE badge_key FORCE ROW LEVEL SECURITY",
    "CREATE POLICY federation ON badge_key FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation() AND portal_organisation_kind() = 'federation')",
    "CREATE POLICY everybody ON badge_key FOR SELECT TO portal_app USING (true)",
    "ALTER TABLE badge_secret ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE badge_secret FORCE ROW LEVEL SECURITY",
    "CREATE POLICY federation ON badge_secret FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation() AND portal_organisation_kind() = 'federation')",
    "ALTER TABLE badge ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE badge FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organiser ON badge FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation() AND portal_organisation_kind() = 'federation')",
    "CREATE POLICY person ON badge FOR SELECT TO portal_app USING (EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person())))",
    "CREATE POLICY person_erases ON badge FOR DELETE TO portal_app USING (EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person())))",
    "CREATE POLICY door_badge ON badge FOR SELECT TO portal_app USING (id::text = portal_door('badge'))",
    "ALTER TABLE evaluation ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE evaluation FORCE ROW LEVEL SECURITY",
    "CREATE POLICY participant ON evaluation FOR INSERT TO portal_app WITH CHECK (EXISTS (SELECT 1 FROM registration r WHERE r.session_id = evaluation.session_id AND r.organisation_id = evaluation.organisation_id AND r.state = 'confirmed' AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person()) AND NOT EXISTS (SELECT 1 FROM evaluation_given g WHERE g.registration_id = r.id)))",
    "CREATE POLICY keeper ON evaluation FOR SELECT TO portal_keeper USING (true)",
    "CREATE POLICY forgotten ON evaluation FOR DELETE TO portal_keeper USING (true)",
    "ALTER TABLE evaluation_voice ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE evaluation_voice FORCE ROW LEVEL SECURITY",
    "CREATE POLICY participant ON evaluation_voice FOR INSERT TO portal_app WITH CHECK (EXISTS (SELECT 1 FROM registration r WHERE r.session_id = evaluation_voice.session_id AND r.organisation_id = evaluation_voice.organisation_id AND r.state = 'confirmed' AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person()) AND NOT EXISTS (SELECT 1 FROM evaluation_given g WHERE g.registration_id = r.id)))",
    "CREATE POLICY keeper ON evaluation_voice FOR SELECT TO portal_keeper USING (true)",
    "CREATE POLICY forgotten ON evaluation_voice FOR DELETE TO portal_keeper USING (true)",
    "ALTER TABLE evaluation_given ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE evaluation_given FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON evaluation_given FOR ALL TO portal_app USING (EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person()))) WITH CHECK (EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person())))",
)


def upgrade() -> None:
    op.create_table(
        "badge_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("public", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "revoked_at IS NULL OR retired_at IS NOT NULL",
            name=op.f("ck_badge_key_revoked_is_retired"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_key")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_badge_key_organisation_id_id")),
    )
    op.create_index(
        "uq_badge_key_in_use",
        "badge_key",
        ["organisation_id"],
        unique=True,
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.create_table(
        "badge_secret",
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "key_id"],
            ["badge_key.organisation_id", "badge_key.id"],
            name=op.f("fk_badge_secret_organisation_id_key_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_badge_secret")),
    )
    op.create_table(
        "evaluation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id"],
            ["training_session.organisation_id", "training_session.id"],
            name=op.f("fk_evaluation_organisation_id_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
    )
    op.create_index("ix_evaluation_session_id", "evaluation", ["session_id"], unique=False)
    op.create_table(
        "evaluation_voice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "file_id"],
            ["stored_file.organisation_id", "stored_file.id"],
            name=op.f("fk_evaluation_voice_organisation_id_file_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id"],
            ["training_session.organisation_id", "training_session.id"],
            name=op.f("fk_evaluation_voice_organisation_id_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_voice")),
    )
    op.create_index("ix_evaluation_voice_file_id", "evaluation_voice", ["file_id"], unique=False)
    op.create_index(
        "ix_evaluation_voice_session_id", "evaluation_voice", ["session_id"], unique=False
    )
    op.create_table(
        "attendance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("half", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("marked_how", sa.String(length=10), nullable=False),
        sa.Column("marked_by", sa.Uuid(), nullable=True),
        sa.Column("marked_name", sa.String(length=120), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("half IN ('am', 'pm')", name=op.f("ck_attendance_half")),
        sa.CheckConstraint(
            "marked_how IN ('trainer', 'code', 'paper')", name=op.f("ck_attendance_marked_how")
        ),
        sa.CheckConstraint(
            "state IN ('present', 'absent', 'excused')", name=op.f("ck_attendance_state")
        ),
        sa.ForeignKeyConstraint(
            ["marked_by"], ["person.id"], name=op.f("fk_attendance_marked_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id", "registration_id"],
            ["registration.organisation_id", "registration.session_id", "registration.id"],
            name=op.f("fk_attendance_organisation_id_session_id_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint(
            "organisation_id",
            "registration_id",
            "day",
            "half",
            name=op.f("uq_attendance_organisation_id_registration_id_day_half"),
        ),
    )
    op.create_index(
        "ix_attendance_session_id", "attendance", ["session_id", "day", "half"], unique=False
    )
    op.create_table(
        "badge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=True),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("jwt", sa.Text(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_because", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "key_id"],
            ["badge_key.organisation_id", "badge_key.id"],
            name=op.f("fk_badge_organisation_id_key_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id", "registration_id"],
            ["registration.organisation_id", "registration.session_id", "registration.id"],
            name=op.f("fk_badge_organisation_id_session_id_registration_id"),
            ondelete="SET NULL (registration_id)",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge")),
    )
    op.create_index("ix_badge_registration_id", "badge", ["registration_id"], unique=False)
    op.create_index("ix_badge_session_id", "badge", ["session_id"], unique=False)
    op.create_index(
        "uq_badge_valid",
        "badge",
        ["organisation_id", "registration_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "certificate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id", "registration_id"],
            ["registration.organisation_id", "registration.session_id", "registration.id"],
            name=op.f("fk_certificate_organisation_id_session_id_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint(
            "organisation_id",
            "registration_id",
            name=op.f("uq_certificate_organisation_id_registration_id"),
        ),
    )
    op.create_index("ix_certificate_session_id", "certificate", ["session_id"], unique=False)
    op.create_table(
        "certificate_wish",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("in_badge", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id", "registration_id"],
            ["registration.organisation_id", "registration.session_id", "registration.id"],
            name=op.f("fk_certificate_wish_organisation_id_session_id_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_certificate_wish")),
    )
    op.create_index(
        "ix_certificate_wish_session_id", "certificate_wish", ["session_id"], unique=False
    )
    op.create_table(
        "evaluation_given",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id", "registration_id"],
            ["registration.organisation_id", "registration.session_id", "registration.id"],
            name=op.f("fk_evaluation_given_organisation_id_session_id_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_evaluation_given")),
    )
    op.create_table(
        "internship",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stated_name", sa.String(length=120), nullable=False),
        sa.CheckConstraint("hours BETWEEN 0 AND 5000", name=op.f("ck_internship_hours")),
        sa.CheckConstraint("weeks BETWEEN 0 AND 260", name=op.f("ck_internship_weeks")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id", "registration_id"],
            ["registration.organisation_id", "registration.session_id", "registration.id"],
            name=op.f("fk_internship_organisation_id_session_id_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_internship")),
    )
    op.create_index("ix_internship_session_id", "internship", ["session_id"], unique=False)

    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(TABLES)} TO portal_app")
    for statement in (DOORS, *KEPT, *OWNED, *WALLS, SWEPT):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")
