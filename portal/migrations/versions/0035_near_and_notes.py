"""Nobody is near those they work with; notes are for those who were in the group when they were
written.
"""

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

NEAR = (
    "ALTER POLICY near ON nearby_card USING (portal_organisation() IS NULL"
    " AND department IN (SELECT door_near_me()) AND person_id NOT IN (SELECT door_refused_me())"
    " AND person_id NOT IN (SELECT c.person_id FROM door_colleagues() c))"
)
MEMBERS = (
    "ALTER POLICY members ON meeting_note USING (opened_at IS NOT NULL"
    " AND group_id IN (SELECT door_my_groups())"
    " AND EXISTS (SELECT 1 FROM group_membership m WHERE m.group_id = meeting_note.group_id"
    " AND m.person_id = portal_person() AND m.joined_at <= meeting_note.proposed_at)"
    " AND id NOT IN (SELECT door_contested_notes()))"
)


def upgrade() -> None:
    op.execute(NEAR)
    op.execute(MEMBERS)


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")
