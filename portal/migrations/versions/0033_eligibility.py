"""What a post depends on: the place of the « fiche IAE », which nobody is asked for here."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("eligibility", sa.String(length=40), nullable=False, server_default="")
    op.add_column("offer", column)
    op.alter_column("offer", "eligibility", server_default=None)


def downgrade() -> None:
    op.drop_column("offer", "eligibility")
