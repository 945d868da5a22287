"""Who shares a recording reads when it was heard, not only when the page was opened."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("share_look", sa.Column("file_id", sa.Uuid()))
    op.create_foreign_key(
        None,
        "share_look",
        "share_file",
        ["share_id", "file_id"],
        ["share_id", "file_id"],
        ondelete="SET NULL (file_id)",
    )
    # Words may go with a share too: what goes with one has the name it has everywhere else.
    op.execute(
        "UPDATE share SET document = (document - 'files') || jsonb_build_object('evidence',"
        " (SELECT coalesce(jsonb_agg(one || '{\"words\": \"\"}'), '[]')"
        " FROM jsonb_array_elements(document -> 'files') one)) WHERE document ? 'files'"
    )


def downgrade() -> None:
    op.drop_column("share_look", "file_id")
