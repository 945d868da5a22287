"""Places where a federation trains: written once, chosen by its sessions, which bear a copy."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

WALLS = (
    "ALTER TABLE training_venue ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE training_venue FORCE ROW LEVEL SECURITY",
    "CREATE POLICY federation ON training_venue FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation() AND portal_organisation_kind() = 'federation')",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON training_venue TO portal_app",
)
CHOSEN = (
    "ALTER TABLE training_session ADD COLUMN venue_id uuid",
    "ALTER TABLE training_session ADD COLUMN there jsonb NOT NULL DEFAULT '{}'",
    "ALTER TABLE training_session ALTER COLUMN there DROP DEFAULT",
)


def upgrade() -> None:
    op.create_table(
        "training_venue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=5), nullable=False),
        sa.Column("city", sa.String(length=80), nullable=False),
        sa.Column("department", sa.String(length=3), nullable=False),
        sa.Column("directions", sa.Text(), nullable=False),
        sa.Column("passport", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("passport_words", sa.Text(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("verified_by", sa.String(length=120), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_training_venue_named")),
        sa.CheckConstraint(
            "postcode = '' OR postcode ~ '^[0-9]{5}$'", name=op.f("ck_training_venue_postcode")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_training_venue_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_venue")),
        sa.UniqueConstraint(
            "organisation_id", "id", name=op.f("uq_training_venue_organisation_id_id")
        ),
    )
    op.create_index(
        "ix_training_venue_organisation_id", "training_venue", ["organisation_id", "name"]
    )
    for statement in (*WALLS, *CHOSEN):
        op.execute(statement)
    op.create_foreign_key(
        op.f("fk_training_session_organisation_id_venue_id"),
        "training_session",
        "training_venue",
        ["organisation_id", "venue_id"],
        ["organisation_id", "id"],
    )
    op.create_index(
        "ix_training_session_venue_id",
        "training_session",
        ["venue_id"],
        postgresql_where=sa.text("venue_id IS NOT NULL"),
    )


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")
