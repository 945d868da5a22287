"""A language one declares in words; some of what one knows; groups of lines in other languages."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_LINES = (
    "subject_kind = 'framework_action'"
    " AND EXISTS (SELECT 1 FROM framework_action a WHERE a.id = subject_id)"
)
_LINES_AND_GROUPS = (
    f"({_LINES}) OR (subject_kind = 'framework_heading'"
    " AND EXISTS (SELECT 1 FROM framework_heading h WHERE h.id = subject_id))"
)
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
    op.execute(f"ALTER POLICY framework ON content_translation USING ({_LINES_AND_GROUPS})")


def downgrade() -> None:
    op.execute(f"ALTER POLICY framework ON content_translation USING ({_LINES})")
    op.execute("DELETE FROM content_translation WHERE subject_kind = 'framework_heading'")
    op.drop_column("cv_choice", "knowledge_lines")
    for name in (*_USES, "language", "not_interpreted"):
        op.drop_column("path_entry", name)
