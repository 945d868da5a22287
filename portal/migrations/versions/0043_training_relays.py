"""Trainings of one federation, passed on by another."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

WALLS = (
    "ALTER TABLE training_relay ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE training_relay FORCE ROW LEVEL SECURITY",
    "CREATE POLICY federation ON training_relay FOR ALL TO portal_app USING (federation_id = portal_organisation()) WITH CHECK (federation_id = portal_organisation() AND portal_organisation_kind() = 'federation' AND EXISTS (SELECT 1 FROM published_training p WHERE p.training_id = training_relay.training_id AND p.organisation_id <> federation_id AND (ended_at IS NOT NULL OR p.state = 'published')))",
    "CREATE POLICY everybody ON training_relay FOR SELECT TO portal_app USING (ended_at IS NULL)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON training_relay TO portal_app",
)


def upgrade() -> None:
    op.create_table(
        "training_relay",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("federation_id", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("relayed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ended_at IS NULL OR note = ''", name=op.f("ck_training_relay_ended")),
        sa.ForeignKeyConstraint(
            ["federation_id"],
            ["organisation.id"],
            name=op.f("fk_training_relay_federation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["training_id"],
            ["published_training.training_id"],
            name=op.f("fk_training_relay_training_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_relay")),
        sa.UniqueConstraint(
            "federation_id",
            "training_id",
            name=op.f("uq_training_relay_federation_id_training_id"),
        ),
    )
    op.create_index("ix_training_relay_training_id", "training_relay", ["training_id"])
    op.create_index(
        "ix_training_relay_announced_at",
        "training_relay",
        ["announced_at"],
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    for statement in WALLS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")
