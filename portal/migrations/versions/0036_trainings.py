"""Trainings: what a federation writes, what was published, and how it is searched."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

TABLES = ("training", "training_edition", "training_event", "published_training")

# As for the offers (decision 0017): the wide columns stand aside, and a search always goes through
# the one index of words and facets.
SEARCH = """
ALTER TABLE published_training ALTER card SET STORAGE EXTERNAL, ALTER search SET STORAGE EXTERNAL;
ALTER TABLE published_training SET (toast_tuple_target = 512);
CREATE FUNCTION published_training_matches(asked tsquery, most int)
  RETURNS TABLE (training_id uuid, published_at timestamptz)
  LANGUAGE plpgsql STABLE
  SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
BEGIN
  RETURN QUERY SELECT p.training_id, p.published_at FROM published_training p
    WHERE p.state = 'published' AND p.search @@ asked LIMIT most;
END $$;
"""

# The life of a training (`portal.trainings.actions.moves`): what is archived stays so, nothing is
# published that was not read, and by another than who wrote it.
MOVES = """
CREATE FUNCTION training_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.state, NEW.state) NOT IN (
    ('draft', 'in_review'), ('draft', 'archived'),
    ('in_review', 'draft'), ('in_review', 'published'), ('in_review', 'archived'),
    ('published', 'draft'), ('published', 'archived')
  ) THEN
    RAISE EXCEPTION 'training: % to % is not a move', OLD.state, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state = 'published'
    AND (NEW.reviewed_by IS NULL OR NEW.reviewed_by IS NOT DISTINCT FROM NEW.written_by) THEN
    RAISE EXCEPTION 'training: another officer publishes' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER training_moves BEFORE UPDATE OF state ON training FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION training_moves();
"""

WALLS = (
    "ALTER TABLE training ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE training FORCE ROW LEVEL SECURITY",
    "CREATE POLICY federation ON training FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation() AND portal_organisation_kind() = 'federation')",
    "ALTER TABLE training_edition ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE training_edition FORCE ROW LEVEL SECURITY",
    "CREATE POLICY federation ON training_edition FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation() AND portal_organisation_kind() = 'federation')",
    "ALTER TABLE training_event ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE training_event FORCE ROW LEVEL SECURITY",
    "CREATE POLICY federation ON training_event FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation() AND portal_organisation_kind() = 'federation')",
    "ALTER TABLE published_training ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE published_training FORCE ROW LEVEL SECURITY",
    "CREATE POLICY everybody ON published_training FOR SELECT TO portal_app USING (true)",
    "CREATE POLICY federation ON published_training FOR ALL TO portal_app USING (organisation_id = portal_organisation() AND portal_organisation_kind() = 'federation') WITH CHECK (organisation_id = portal_organisation() AND portal_organisation_kind() = 'federation')",
)


def upgrade() -> None:
    op.create_table(
        "training",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_from", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("organiser", sa.String(length=200), nullable=False),
        sa.Column("partners", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("audiences", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("open_to_concerned", sa.String(length=3), nullable=True),
        sa.Column("goals", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("modules", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("outlook", sa.Text(), nullable=False),
        sa.Column("certification", sa.Text(), nullable=False),
        sa.Column("trainers", sa.Text(), nullable=False),
        sa.Column("professional_trainers", sa.String(length=3), nullable=True),
        sa.Column("peer_trainers", sa.String(length=3), nullable=True),
        sa.Column("days", sa.Numeric(precision=5, scale=1), nullable=True),
        sa.Column("hours", sa.Numeric(precision=6, scale=1), nullable=True),
        sa.Column("weeks", sa.Integer(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("duration_words", sa.String(length=300), nullable=False),
        sa.Column("internship_weeks", sa.Integer(), nullable=True),
        sa.Column("internship_hours_min", sa.Integer(), nullable=True),
        sa.Column("internship_hours_max", sa.Integer(), nullable=True),
        sa.Column("internship_words", sa.String(length=300), nullable=False),
        sa.Column("rhythm", sa.String(length=300), nullable=False),
        sa.Column("period", sa.String(length=300), nullable=False),
        sa.Column("settings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("venue", sa.String(length=200), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column("department", sa.String(length=3), nullable=False),
        sa.Column("region", sa.String(length=3), nullable=False),
        sa.Column("prerequisites", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("prerequisites_words", sa.Text(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("places_words", sa.String(length=200), nullable=False),
        sa.Column("selection", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("funding", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("passport", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("passport_words", sa.Text(), nullable=False),
        sa.Column("referent", sa.String(length=300), nullable=False),
        sa.Column("languages", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("trainer_languages", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("french_oral", sa.String(length=10), nullable=False),
        sa.Column("french_written", sa.String(length=10), nullable=False),
        sa.Column("french_needs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("contact_role", sa.String(length=160), nullable=False),
        sa.Column("contact_email", sa.String(length=320), nullable=False),
        sa.Column("contact_phone", sa.String(length=20), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("sources", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("contradictions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state <> 'published' OR edition > 0", name=op.f("ck_training_edition")),
        sa.CheckConstraint(
            "state IN ('draft', 'archived') OR (title <> '' AND organiser <> '' AND verified_on IS NOT NULL)",
            name=op.f("ck_training_reviewable"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'in_review', 'published', 'archived')",
            name=op.f("ck_training_state"),
        ),
        sa.CheckConstraint(
            "internship_hours_min IS NULL OR internship_hours_max IS NULL OR internship_hours_min <= internship_hours_max",
            name=op.f("ck_training_internship_hours"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_training_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by"],
            ["person.id"],
            name=op.f("fk_training_reviewed_by"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["person.id"], name=op.f("fk_training_written_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_training_organisation_id_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_training_slug")),
    )
    op.create_index(
        "ix_training_organisation_id_updated_at",
        "training",
        ["organisation_id", "updated_at"],
        unique=False,
    )
    op.create_index("ix_training_reviewed_by", "training", ["reviewed_by"], unique=False)
    op.create_index("ix_training_written_by", "training", ["written_by"], unique=False)
    op.create_table(
        "training_edition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(length=120), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "training_id"],
            ["training.organisation_id", "training.id"],
            name=op.f("fk_training_edition_organisation_id_training_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_edition")),
        sa.UniqueConstraint(
            "organisation_id",
            "training_id",
            "number",
            name=op.f("uq_training_edition_organisation_id_training_id_number"),
        ),
    )
    op.create_table(
        "training_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("from_state", sa.String(length=10), nullable=False),
        sa.Column("to_state", sa.String(length=10), nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "training_id"],
            ["training.organisation_id", "training.id"],
            name=op.f("fk_training_event_organisation_id_training_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_event")),
    )
    op.create_index(
        "ix_training_event_training_id", "training_event", ["training_id", "at"], unique=False
    )
    op.create_table(
        "published_training",
        sa.Column("training_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=3), nullable=False),
        sa.Column("card", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("search", postgresql.TSVECTOR(), nullable=False),
        sa.CheckConstraint(
            "state IN ('published', 'gone')", name=op.f("ck_published_training_state")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "training_id"],
            ["training.organisation_id", "training.id"],
            name=op.f("fk_published_training_organisation_id_training_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("training_id", name=op.f("pk_published_training")),
        sa.UniqueConstraint("slug", name=op.f("uq_published_training_slug")),
    )
    op.create_index(
        "ix_published_training_newest",
        "published_training",
        [sa.literal_column("published_at DESC"), sa.literal_column("training_id DESC")],
        unique=False,
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_index(
        "ix_published_training_organisation_id",
        "published_training",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        "ix_published_training_search",
        "published_training",
        ["search"],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text("state = 'published'"),
    )

    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(TABLES)} TO portal_app")
    op.execute(SEARCH)
    op.execute(MOVES)
    for wall in WALLS:
        op.execute(wall)


def downgrade() -> None:
    op.execute("DROP FUNCTION published_training_matches(tsquery, int)")
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("DROP FUNCTION training_moves()")
