"""What somebody chose to put in their CV."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0021"
branch_labels = None
depends_on = None

WALLS = (
    "ALTER TABLE cv_choice ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE cv_choice FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON cv_choice FOR ALL TO portal_app USING (person_id = portal_person()) WITH CHECK (person_id = portal_person())",
)


def upgrade() -> None:
    op.create_table(
        "cv_choice",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("headline", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("entries", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("lines", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("exact_words", sa.Boolean(), nullable=False),
        sa.Column("knowledge", sa.Boolean(), nullable=False),
        sa.Column("knowledge_sources", sa.Boolean(), nullable=False),
        sa.Column("project", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_cv_choice_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_cv_choice")),
    )
    for statement in WALLS:
        op.execute(sa.text(statement))
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON cv_choice TO portal_app")


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")
