"""Applications end with their offer too; a wish for an interview has a longest age; a post that was
accepted can be given up.
"""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

READ = (
    "GRANT SELECT (closed_at) ON offer TO portal_keeper",
    "GRANT SELECT (adjustment) ON application TO portal_keeper",
    "GRANT SELECT (application_id, at) ON application_message TO portal_keeper",
)

# Applications a periodic job has something to do about. The moments come from dated rules. The last
# contact is what either side last did or said, or the interview they agreed on. Whether something
# was wished for an interview is all this door looks at in the wish.
DOOR = """
CREATE FUNCTION door_due_applications(today date, remind_until date, interviews_before timestamptz,
                                      wishes_before timestamptz, drafts_before timestamptz,
                                      refused_before timestamptz, closed_before timestamptz,
                                      unanswered_before timestamptz, pool_warn_until date)
  RETURNS TABLE (organisation_id uuid, application_id uuid, offer_id uuid, holder_digest text,
                 what text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    (SELECT organisation_id, id, offer_id, holder_digest, 'remind' FROM application
      WHERE waiting_for_answer AND answer_due_on <= remind_until AND answer_due_on >= today
        AND reminded_at IS NULL LIMIT 1000)
    UNION ALL
    (SELECT organisation_id, id, offer_id, holder_digest, 'tell_federation' FROM application
      WHERE waiting_for_answer AND answer_due_on < today AND federation_told_at IS NULL LIMIT 1000)
    UNION ALL
    (SELECT organisation_id, id, offer_id, holder_digest, 'interview_passed' FROM application
      WHERE interview_on < interviews_before AND interview_passed_at IS NULL LIMIT 1000)
    UNION ALL
    (SELECT organisation_id, id, offer_id, holder_digest, 'forget_wish' FROM application
      WHERE adjustment <> '' AND state <> 'draft' AND state_changed_at < wishes_before
        AND (interview_on IS NULL OR interview_on < interviews_before) LIMIT 1000)
    UNION ALL
    (SELECT organisation_id, id, offer_id, holder_digest, 'warn_pool' FROM application
      WHERE state = 'pool' AND pool_until <= pool_warn_until AND pool_until >= today
        AND reminded_at IS NULL LIMIT 1000)
    UNION ALL
    (SELECT organisation_id, id, offer_id, holder_digest, 'erase_draft' FROM application
      WHERE state = 'draft' AND created_at < drafts_before LIMIT 1000)
    UNION ALL
    (SELECT organisation_id, id, offer_id, holder_digest, 'erase_refused' FROM application
      WHERE state IN ('declined', 'withdrawn', 'obsolete', 'accepted')
        AND state_changed_at < refused_before LIMIT 1000)
    UNION ALL
    (SELECT organisation_id, id, offer_id, holder_digest, 'erase_pool' FROM application
      WHERE state = 'pool' AND pool_until < today LIMIT 1000)
    UNION ALL
    (SELECT a.organisation_id, a.id, a.offer_id, a.holder_digest, 'erase_unanswered'
      FROM application a
      JOIN offer o ON o.organisation_id = a.organisation_id AND o.id = a.offer_id
      CROSS JOIN LATERAL (
        SELECT greatest(a.last_activity_at, a.state_changed_at, a.interview_on,
                        (SELECT max(m.at) FROM application_message m
                          WHERE m.application_id = a.id)) AS at
      ) contact
      WHERE a.state IN ('received', 'in_review', 'interview', 'offered')
        AND a.state_changed_at < greatest(closed_before, unanswered_before)
        AND (contact.at < unanswered_before
             OR (o.closed_at < closed_before AND contact.at < closed_before)) LIMIT 1000)
$$
"""
_NAME = (
    "door_due_applications(date, date, timestamptz, timestamptz, timestamptz, timestamptz,"
    " timestamptz, timestamptz, date)"
)
OWNED = (
    "GRANT CREATE ON SCHEMA public TO portal_keeper",
    f"ALTER FUNCTION {_NAME} OWNER TO portal_keeper",
    "REVOKE CREATE ON SCHEMA public FROM portal_keeper",
    f"REVOKE ALL ON FUNCTION {_NAME} FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION {_NAME} TO portal_app",
)

# The moves of `portal.jobs.transitions`, so that no path around the actions makes another one.
MOVES = """
CREATE OR REPLACE FUNCTION application_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.state, NEW.state) NOT IN (
    ('draft', 'received'),
    ('received', 'in_review'), ('received', 'interview'), ('received', 'declined'),
    ('received', 'pool'), ('received', 'obsolete'), ('received', 'withdrawn'),
    ('in_review', 'interview'), ('in_review', 'offered'), ('in_review', 'declined'),
    ('in_review', 'pool'), ('in_review', 'obsolete'), ('in_review', 'withdrawn'),
    ('interview', 'offered'), ('interview', 'declined'), ('interview', 'pool'),
    ('interview', 'obsolete'), ('interview', 'withdrawn'),
    ('offered', 'accepted'), ('offered', 'declined'), ('offered', 'pool'),
    ('offered', 'obsolete'), ('offered', 'withdrawn'),
    ('accepted', 'withdrawn'),
    ('pool', 'in_review'), ('pool', 'declined'), ('pool', 'obsolete'), ('pool', 'withdrawn'),
    ('declined', 'in_review'), ('declined', 'pool')
  ) THEN
    RAISE EXCEPTION 'an application does not move from % to %', OLD.state, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$
"""


def upgrade() -> None:
    op.execute(
        "DROP FUNCTION door_due_applications(date, date, timestamptz, timestamptz, timestamptz,"
        " timestamptz, date)"
    )
    for statement in (*READ, DOOR, *OWNED, MOVES):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")
