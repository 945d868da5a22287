"""A language one declares, line by line; a CV with some of what one knows."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0030"
branch_labels = None
depends_on = None

_USES = ("spoken", "written", "interprets")


def upgrade() -> None:
    for name, length in (("language", 20), ("not_interpreted", 300)):
        column = sa.Column(name, sa.String(length=length), nullable=False, server_default="")
        op.add_column("path_entry", column)
        op.alter_column("path_entry", name, server_default=None)
    for name in _USES:
        op.add_column("path_entry", sa.Column(name, sa.String(length=10)))
        op.create_check_constraint(
            name, "path_entry", f"{name} IN ('no', 'little', 'work', 'ease')"
        )
    op.add_column(
        "cv_choice",
        sa.Column(
            "knowledge_lines", sa.ARRAY(sa.Uuid()), nullable=False, server_default=sa.text("'{}'")
        ),
    )
    op.alter_column("cv_choice", "knowledge_lines", server_default=None)


def downgrade() -> None:
    op.drop_column("cv_choice", "knowledge_lines")
    for name in (*_USES, "language", "not_interpreted"):
        op.drop_column("path_entry", name)
