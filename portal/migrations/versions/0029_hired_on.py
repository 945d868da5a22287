"""The day somebody was hired, beside the day they arrive: what periods of law count from."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("engagement", sa.Column("hired_on", sa.Date()))


def downgrade() -> None:
    op.drop_column("engagement", "hired_on")
