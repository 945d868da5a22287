"""Job sheets in dated versions, what the person in post says of a review, check-ins that go on, and
the état des lieux an interview of the law may also be.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_PERSON = "SELECT 1 FROM engagement e WHERE e.id = job_sheet.engagement_id AND e.person_id = portal_person()"
_ANSWERED = (
    "SELECT 1 FROM sheet_review r JOIN engagement e ON e.id = r.engagement_id"
    " WHERE r.id = sheet_review_words.review_id AND e.person_id = portal_person()"
)
WALLS = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON job_sheet, sheet_review_words TO portal_app",
    "ALTER TABLE job_sheet ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE job_sheet FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organisation ON job_sheet FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation())",
    f"CREATE POLICY newcomer ON job_sheet FOR SELECT TO portal_app USING (EXISTS ({_PERSON}))",
    "ALTER TABLE sheet_review_words ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE sheet_review_words FORCE ROW LEVEL SECURITY",
    f"CREATE POLICY own ON sheet_review_words FOR ALL TO portal_app USING (person_id = portal_person()) WITH CHECK (person_id = portal_person() AND EXISTS ({_ANSWERED}))",
    "CREATE POLICY structure ON sheet_review_words FOR SELECT TO portal_app USING (organisation_id = portal_organisation())",
)
KEPT = (
    "GRANT SELECT (hired_on) ON engagement TO portal_keeper",
    "GRANT SELECT (created_at) ON membership TO portal_keeper",
    "GRANT SELECT (is_review) ON interview_record TO portal_keeper",
)

# As before, and those whose last planned check-in comes: the next one is to be planned.
ENGAGEMENTS = """
CREATE OR REPLACE FUNCTION door_due_engagements(today date, soon date, reviewed_before date,
                                                ended_before date)
  RETURNS TABLE (organisation_id uuid, engagement_id uuid, what text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    (SELECT DISTINCT e.organisation_id, e.id, 'items' FROM engagement e
      JOIN welcome_item i ON i.organisation_id = e.organisation_id AND i.engagement_id = e.id
      WHERE e.ended_on IS NULL AND i.due_on <= soon AND i.done_at IS NULL
        AND i.reminded_at IS NULL LIMIT 1000)
    UNION ALL
    (SELECT DISTINCT e.organisation_id, e.id, 'check_in' FROM engagement e
      JOIN check_in c ON c.organisation_id = e.organisation_id AND c.engagement_id = e.id
      WHERE e.ended_on IS NULL AND c.due_on <= soon AND c.reminded_at IS NULL LIMIT 1000)
    UNION ALL
    (SELECT e.organisation_id, e.id, 'plan' FROM engagement e
      WHERE e.ended_on IS NULL AND (SELECT max(c.due_on) FROM check_in c
        WHERE c.organisation_id = e.organisation_id AND c.engagement_id = e.id) <= soon LIMIT 1000)
    UNION ALL
    (SELECT e.organisation_id, e.id, 'sheet' FROM engagement e
      WHERE e.ended_on IS NULL AND coalesce(e.sheet_reviewed_on, e.began) <= reviewed_before
      LIMIT 1000)
    UNION ALL
    (SELECT e.organisation_id, e.id, 'left' FROM engagement e
      WHERE e.ended_on IS NULL AND e.person_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM membership m
          WHERE m.organisation_id = e.organisation_id AND m.person_id = e.person_id) LIMIT 1000)
    UNION ALL
    (SELECT e.organisation_id, e.id, 'erase' FROM engagement e
      WHERE e.ended_on < ended_before LIMIT 1000)
$$
"""

# As before, and the état des lieux: counted from the last one both signed, else from the hire or
# the arrival. Who signed it may have left or lost the role: somebody who administers is told then.
INTERVIEWS = """
CREATE FUNCTION door_due_interviews(now_at timestamptz, meeting_until timestamptz,
                                    path_before date, public_before date, yearly_before date,
                                    review_before date, first_review_before date)
  RETURNS TABLE (what text, interview_id uuid, slug text, person_id uuid, manager_id uuid,
                 kind text, day timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH last AS (
      SELECT DISTINCT ON (r.organisation_id, r.person_id, r.kind)
             r.interview_id, r.organisation_id, r.person_id, r.kind, r.met_on, m.created_at,
             coalesce(n.person_id, (SELECT a.person_id FROM membership a
               WHERE a.organisation_id = r.organisation_id AND a.role = 'administrator'
                 AND a.person_id <> r.person_id ORDER BY a.created_at, a.person_id LIMIT 1))
               AS manager_id
        FROM interview_record r
        JOIN membership m ON m.organisation_id = r.organisation_id AND m.person_id = r.person_id
        LEFT JOIN membership n ON n.organisation_id = r.organisation_id
          AND n.person_id = r.manager_id AND n.role IN ('administrator', 'manager')
        WHERE NOT EXISTS (SELECT 1 FROM interview later
          WHERE later.organisation_id = r.organisation_id AND later.person_id = r.person_id
            AND later.kind = r.kind AND later.cancelled_at IS NULL
            AND later.created_at > r.signed_at)
        ORDER BY r.organisation_id, r.person_id, r.kind, r.met_on DESC
    ),
    reviewed AS (
      SELECT l.*, (SELECT max(r.met_on) FROM interview_record r
                    WHERE r.organisation_id = l.organisation_id AND r.person_id = l.person_id
                      AND r.kind = l.kind AND r.is_review) AS reviewed_on,
             coalesce((SELECT min(e.hired_on) FROM engagement e
                        WHERE e.organisation_id = l.organisation_id AND e.person_id = l.person_id
                          AND e.ended_on IS NULL),
                      (l.created_at AT TIME ZONE 'Europe/Paris')::date) AS arrived_on
        FROM last l WHERE l.kind = 'path'
    )
    (SELECT 'meeting', i.id, o.slug::text, i.person_id, i.manager_id, i.kind::text, a.meets_at
      FROM interview i JOIN organisation o ON o.id = i.organisation_id
      JOIN interview_act a ON a.interview_id = i.id AND a.person_id = i.person_id
      JOIN interview_act b ON b.interview_id = i.id AND b.person_id = i.manager_id
      JOIN membership m ON m.organisation_id = i.organisation_id AND m.person_id = i.person_id
      WHERE a.kind = 'date' AND b.kind = 'date' AND a.meets_at = b.meets_at
        AND a.meets_at > now_at AND a.meets_at <= meeting_until AND i.cancelled_at IS NULL
      ORDER BY a.meets_at LIMIT 1000)
    UNION ALL
    (SELECT 'due', l.interview_id, o.slug::text, l.person_id, l.manager_id, l.kind::text,
            l.met_on::timestamptz
      FROM last l JOIN organisation o ON o.id = l.organisation_id
      WHERE l.met_on <= CASE l.kind WHEN 'path' THEN path_before
                                    WHEN 'public' THEN public_before ELSE yearly_before END
      ORDER BY l.met_on DESC LIMIT 1000)
    UNION ALL
    (SELECT CASE WHEN v.reviewed_on IS NULL THEN 'first_review' ELSE 'review' END,
            v.interview_id, o.slug::text, v.person_id, v.manager_id, v.kind::text,
            coalesce(v.reviewed_on, v.arrived_on)::timestamptz
      FROM reviewed v JOIN organisation o ON o.id = v.organisation_id
      WHERE CASE WHEN v.reviewed_on IS NULL THEN v.arrived_on <= first_review_before
                 ELSE v.reviewed_on <= review_before END
      ORDER BY v.met_on DESC LIMIT 1000)
$$
"""
_NAME = "door_due_interviews(timestamptz, timestamptz, date, date, date, date, date)"
OWNED = (
    "GRANT CREATE ON SCHEMA public TO portal_keeper",
    f"ALTER FUNCTION {_NAME} OWNER TO portal_keeper",
    "REVOKE CREATE ON SCHEMA public FROM portal_keeper",
    f"REVOKE ALL ON FUNCTION {_NAME} FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION {_NAME} TO portal_app",
)


def upgrade() -> None:
    op.create_table(
        "job_sheet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "engagement_id"],
            ["engagement.organisation_id", "engagement.id"],
            name=op.f("fk_job_sheet_organisation_id_engagement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_sheet")),
    )
    op.create_index("ix_job_sheet_engagement_id", "job_sheet", ["engagement_id", "since"])
    op.create_unique_constraint(
        op.f("uq_sheet_review_organisation_id_id"), "sheet_review", ["organisation_id", "id"]
    )
    op.create_table(
        "sheet_review_words",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "review_id"],
            ["sheet_review.organisation_id", "sheet_review.id"],
            name=op.f("fk_sheet_review_words_organisation_id_review_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_sheet_review_words_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_sheet_review_words")),
    )
    op.create_index("ix_sheet_review_words_person_id", "sheet_review_words", ["person_id"])
    for table in ("interview", "interview_record"):
        op.add_column(
            table, sa.Column("is_review", sa.Boolean(), server_default="false", nullable=False)
        )
    op.execute("DROP FUNCTION door_due_interviews(timestamptz, timestamptz, date, date, date)")
    for statement in (*WALLS, *KEPT, ENGAGEMENTS, INTERVIEWS, *OWNED):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")
