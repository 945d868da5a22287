"""Why a badge checks no more, as a code; nobody scans over the trainer's word; who proposed."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

# Until now the sentence alone told what the portal did by itself from what somebody did.
CAUSES = (
    "ALTER TABLE badge NO FORCE ROW LEVEL SECURITY",
    """
    UPDATE badge SET revoked_cause = CASE revoked_because
        WHEN 'Un autre badge le remplace.' THEN 'replaced'
        WHEN 'Les présences ont été corrigées.' THEN 'corrected'
        ELSE 'taken_back' END
      WHERE revoked_at IS NOT NULL
    """,
    "ALTER TABLE badge FORCE ROW LEVEL SECURITY",
)
# For the job that tells them: it names the session, and belongs to nobody. Inside an organisation,
# that of the session first of all, the door stays shut.
PROPOSERS = """
CREATE FUNCTION door_session_proposers(wanted uuid) RETURNS TABLE (organisation_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT p.organisation_id FROM worker_proposal p
      WHERE p.session_id = wanted AND portal_door('proposers') = wanted::text
        AND portal_organisation() IS NULL
$$;
"""
_CALLED = "door_session_proposers(uuid)"
OWNED = (
    "GRANT CREATE ON SCHEMA public TO portal_keeper",
    f"ALTER FUNCTION {_CALLED} OWNER TO portal_keeper",
    "REVOKE CREATE ON SCHEMA public FROM portal_keeper",
    f"REVOKE ALL ON FUNCTION {_CALLED} FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION {_CALLED} TO portal_app",
)
# A code scanned later than the trainer spoke wrote « present » over « absent ».
WALLS = ("DROP POLICY person_scans_later ON attendance",)


def upgrade() -> None:
    op.add_column("badge", sa.Column("revoked_cause", sa.String(length=12), nullable=True))
    for statement in CAUSES:
        op.execute(statement)
    op.create_check_constraint(
        op.f("ck_badge_revoked_cause"),
        "badge",
        "revoked_cause IN ('taken_back', 'replaced', 'corrected')",
    )
    op.create_check_constraint(
        op.f("ck_badge_revoked_for_a_cause"),
        "badge",
        "(revoked_at IS NULL) = (revoked_cause IS NULL)",
    )
    op.create_index("ix_worker_proposal_of_session", "worker_proposal", ["session_id"])
    for statement in (PROPOSERS, *OWNED, *WALLS):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")
