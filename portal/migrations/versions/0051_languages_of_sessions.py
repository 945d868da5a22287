"""A session says its own languages and the French it asks, where they differ from the training's."""

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (
        "ALTER TABLE training_session ADD COLUMN spoken jsonb NOT NULL DEFAULT '{}'",
        "ALTER TABLE training_session ALTER COLUMN spoken DROP DEFAULT",
    ):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")
