"""Interviews, what each prepares and signs, and shares that end when somebody leaves a team."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0010"
branch_labels = None
depends_on = None

FUNCTIONS = (Path(__file__).parent / "0021_interviews.sql").read_text()
TABLES = (
    "interview",
    "interview_act",
    "interview_preparation",
    "interview_entry",
    "interview_agreement",
    "interview_record",
)

# What `portal_keeper` may read: the columns its doors need, no more.
KEPT = {
    "interview": "id, organisation_id, person_id, manager_id, kind, created_at, cancelled_at",
    "interview_act": "interview_id, person_id, kind, meets_at",
    "interview_preparation": "person_id, file_id, changed_at",
    "interview_record": (
        "interview_id, organisation_id, person_id, manager_id, kind, met_on, signed_at"
    ),
}

WALLS = (
    "ALTER TABLE interview ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE interview FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON interview FOR SELECT TO portal_app USING (person_id = portal_person())",
    "CREATE POLICY managed ON interview FOR SELECT TO portal_app USING (organisation_id = portal_organisation() AND portal_manages() AND portal_has_member(person_id))",
    "CREATE POLICY convened ON interview FOR INSERT TO portal_app WITH CHECK (organisation_id = portal_organisation() AND portal_manages() AND portal_has_member(person_id) AND manager_id = portal_person())",
    "CREATE POLICY amended ON interview FOR UPDATE TO portal_app USING (organisation_id = portal_organisation() AND portal_manages() AND portal_has_member(person_id)) WITH CHECK (organisation_id = portal_organisation() AND portal_manages() AND portal_has_member(person_id))",
    "CREATE POLICY keeper ON interview FOR SELECT TO portal_keeper USING (true)",
    "ALTER TABLE interview_act ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE interview_act FORCE ROW LEVEL SECURITY",
    "CREATE POLICY own ON interview_act FOR ALL TO portal_app USING (person_id = portal_person() AND portal_interview_side(interview_id) IS NOT NULL) WITH CHECK (person_id = portal_person() AND portal_interview_side(interview_id) IS NOT NULL)",
    "CREATE POLICY party ON interview_act FOR SELECT TO portal_app USING (portal_interview_side(interview_id) IS NOT NULL)",
    "CREATE POLICY keeper ON interview_act FOR SELECT TO portal_keeper USING (true)",
    "ALTER TABLE interview_preparation ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE interview_preparation FORCE ROW LEVEL SECURITY",
    "CREATE POLICY own ON interview_preparation FOR ALL TO portal_app USING (person_id = portal_person() AND portal_interview_side(interview_id) IS NOT NULL) WITH CHECK (person_id = portal_person() AND portal_interview_side(interview_id) IS NOT NULL)",
    "CREATE POLICY opened ON interview_preparation FOR SELECT TO portal_app USING (EXISTS (SELECT 1 FROM interview i WHERE i.id = interview_id AND interview_preparation.person_id IN (i.person_id, i.manager_id)) AND portal_interview_side(interview_id) IS NOT NULL AND portal_interview_is_open(interview_id))",
    "CREATE POLICY keeper ON interview_preparation FOR SELECT TO portal_keeper USING (true)",
    "CREATE POLICY forgotten ON interview_preparation FOR DELETE TO portal_keeper USING (true)",
    "ALTER TABLE interview_entry ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE interview_entry FORCE ROW LEVEL SECURITY",
    "CREATE POLICY own ON interview_entry FOR ALL TO portal_app USING (person_id = portal_person() AND portal_interview_side(interview_id) IS NOT NULL) WITH CHECK (person_id = portal_person() AND portal_interview_side(interview_id) IS NOT NULL)",
    "CREATE POLICY party ON interview_entry FOR SELECT TO portal_app USING (portal_interview_side(interview_id) IS NOT NULL)",
    "ALTER TABLE interview_agreement ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE interview_agreement FORCE ROW LEVEL SECURITY",
    "CREATE POLICY party ON interview_agreement FOR ALL TO portal_app USING (portal_interview_side(interview_id) IS NOT NULL) WITH CHECK (portal_interview_side(interview_id) IS NOT NULL)",
    "ALTER TABLE interview_record ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE interview_record FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON interview_record FOR SELECT TO portal_app USING (person_id = portal_person())",
    "CREATE POLICY employer ON interview_record FOR SELECT TO portal_app USING (organisation_id = portal_organisation() AND (portal_manages('administrator') OR (portal_manages() AND (manager_id = portal_person() OR EXISTS (SELECT 1 FROM interview i WHERE i.person_id = interview_record.person_id AND i.manager_id = portal_person() AND i.organisation_id = interview_record.organisation_id)))))",
    "CREATE POLICY signed ON interview_record FOR INSERT TO portal_app WITH CHECK (EXISTS (SELECT 1 FROM interview i WHERE i.id = interview_id AND i.person_id = interview_record.person_id AND i.manager_id = interview_record.manager_id AND i.organisation_id = interview_record.organisation_id) AND portal_interview_side(interview_id) IS NOT NULL)",
    "CREATE POLICY keeper ON interview_record FOR SELECT TO portal_keeper USING (true)",
    "CREATE POLICY forgotten ON interview_record FOR DELETE TO portal_keeper USING (true)",
    "DROP POLICY reader ON share",
    "CREATE POLICY reader ON share FOR SELECT TO portal_app USING (revoked_at IS NULL AND until > portal_at() AND (recipient_person_id = portal_person() OR (recipient_organisation_id = portal_organisation() AND (NOT at_work OR (portal_manages() AND portal_has_member(person_id))))))",
    "CREATE POLICY prepared ON stored_file FOR SELECT TO portal_app USING (EXISTS (SELECT 1 FROM interview_preparation p WHERE p.file_id = stored_file.id))",
)


def upgrade() -> None:
    op.create_table(
        "interview",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("manager_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_name", sa.String(length=160), nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("manager_name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('path', 'public', 'yearly')", name=op.f("ck_interview_kind")),
        sa.CheckConstraint("person_id <> manager_id", name=op.f("ck_interview_two_people")),
        sa.ForeignKeyConstraint(
            ["manager_id"], ["person.id"], name=op.f("fk_interview_manager_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_interview_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_interview_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
    )
    op.create_index(
        "ix_interview_organisation_id", "interview", ["organisation_id", "created_at"], unique=False
    )
    op.create_index(
        "ix_interview_person_id", "interview", ["person_id", "created_at"], unique=False
    )
    op.create_table(
        "interview_record",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("manager_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("signatures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "digest = encode(sha256(convert_to(content, 'UTF8')), 'hex')",
            name=op.f("ck_interview_record_same"),
        ),
        sa.CheckConstraint(
            "kind IN ('path', 'public', 'yearly')", name=op.f("ck_interview_record_kind")
        ),
        sa.ForeignKeyConstraint(
            ["manager_id"],
            ["person.id"],
            name=op.f("fk_interview_record_manager_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_interview_record_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_interview_record_person_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("interview_id", name=op.f("pk_interview_record")),
    )
    op.create_index(
        "ix_interview_record_organisation_id",
        "interview_record",
        ["organisation_id", "met_on"],
        unique=False,
    )
    op.create_index(
        "ix_interview_record_person_id", "interview_record", ["person_id", "met_on"], unique=False
    )
    op.create_table(
        "interview_act",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("meets_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("share_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'attach') = (share_id IS NOT NULL)", name=op.f("ck_interview_act_share")
        ),
        sa.CheckConstraint(
            "(kind = 'date') = (meets_at IS NOT NULL)", name=op.f("ck_interview_act_meets_at")
        ),
        sa.CheckConstraint(
            "(kind = 'sign') = (digest IS NOT NULL)", name=op.f("ck_interview_act_digest")
        ),
        sa.CheckConstraint(
            "kind IN ('date', 'open', 'attach', 'sign')", name=op.f("ck_interview_act_kind")
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview.id"],
            name=op.f("fk_interview_act_interview_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_interview_act_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["share_id"], ["share.id"], name=op.f("fk_interview_act_share_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("interview_id", "person_id", "kind", name=op.f("pk_interview_act")),
    )
    op.create_index("ix_interview_act_person_id", "interview_act", ["person_id"], unique=False)
    op.create_index("ix_interview_act_share_id", "interview_act", ["share_id"], unique=False)
    op.create_table(
        "interview_agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("by_when", sa.Date(), nullable=True),
        sa.Column("who", sa.String(length=160), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('training', 'goal', 'time', 'other')",
            name=op.f("ck_interview_agreement_kind"),
        ),
        sa.CheckConstraint(
            "outcome IN ('done', 'under_way', 'again', 'dropped')",
            name=op.f("ck_interview_agreement_outcome"),
        ),
        sa.CheckConstraint(
            "since IS NOT NULL OR outcome IS NULL", name=op.f("ck_interview_agreement_earlier")
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview.id"],
            name=op.f("fk_interview_agreement_interview_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_agreement")),
    )
    op.create_index(
        "ix_interview_agreement_interview_id",
        "interview_agreement",
        ["interview_id", "position"],
        unique=False,
    )
    op.create_table(
        "interview_entry",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "topic IN ('agreed', 'competencies', 'knowledge', 'project', 'training', 'working-time', 'job-sheet', 'remark', 'disagreement')",
            name=op.f("ck_interview_entry_topic"),
        ),
        sa.CheckConstraint("words <> ''", name=op.f("ck_interview_entry_words")),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview.id"],
            name=op.f("fk_interview_entry_interview_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_interview_entry_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "interview_id", "person_id", "topic", name=op.f("pk_interview_entry")
        ),
    )
    op.create_index("ix_interview_entry_person_id", "interview_entry", ["person_id"], unique=False)
    op.create_table(
        "interview_preparation",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "topic IN ('agreed', 'competencies', 'knowledge', 'project', 'training', 'working-time', 'job-sheet', 'remark', 'disagreement')",
            name=op.f("ck_interview_preparation_topic"),
        ),
        sa.CheckConstraint(
            "words <> '' OR file_id IS NOT NULL", name=op.f("ck_interview_preparation_words")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["stored_file.id"],
            name=op.f("fk_interview_preparation_file_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview.id"],
            name=op.f("fk_interview_preparation_interview_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_interview_preparation_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "interview_id", "person_id", "topic", name=op.f("pk_interview_preparation")
        ),
    )
    op.create_index(
        "ix_interview_preparation_file_id", "interview_preparation", ["file_id"], unique=False
    )
    op.create_index(
        "ix_interview_preparation_person_id", "interview_preparation", ["person_id"], unique=False
    )
    op.add_column(
        "share", sa.Column("at_work", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.alter_column("share", "at_work", server_default=None)

    tables = ", ".join(TABLES)
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {tables} TO portal_app")
    # Nobody takes an interview away, nor changes what was signed.
    op.execute("REVOKE DELETE ON interview FROM portal_app")
    op.execute("REVOKE UPDATE, DELETE ON interview_record FROM portal_app")
    for table, columns in KEPT.items():
        op.execute(f"GRANT SELECT ({columns}) ON {table} TO portal_keeper")
    op.execute("GRANT DELETE ON interview_preparation, interview_record TO portal_keeper")
    op.execute("GRANT USAGE, CREATE ON SCHEMA public TO portal_keeper")
    cursor = op.get_bind().connection.cursor()
    cursor.execute(FUNCTIONS)
    cursor.close()
    op.execute("REVOKE CREATE ON SCHEMA public FROM portal_keeper")
    for statement in WALLS:
        op.execute(sa.text(statement))


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")
