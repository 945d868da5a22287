"""The day somebody says they were hired, where their structure does not; who never had an interview
of the law signed where they work, to be told before the first one is due. What a manager prepared:
read and erased by whoever wrote it, from their own space too.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_OWN = "person_id = portal_person()"
WALLS = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON stated_hire TO portal_app",
    "ALTER TABLE stated_hire ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE stated_hire FORCE ROW LEVEL SECURITY",
    f"CREATE POLICY person ON stated_hire FOR ALL TO portal_app USING ({_OWN}) WITH CHECK ({_OWN})",
    "CREATE POLICY keeper ON stated_hire FOR SELECT TO portal_keeper USING (true)",
    "GRANT SELECT (person_id, organisation_id, hired_on) ON stated_hire TO portal_keeper",
    "GRANT SELECT (structure_type) ON organisation TO portal_keeper",
    "GRANT SELECT (kind) ON engagement TO portal_keeper",
    "GRANT SELECT (organisation_name) ON interview TO portal_keeper",
    "GRANT SELECT (interview_id, topic, words) ON interview_preparation TO portal_keeper",
)

# One row for each one to be told: the person (no slug), by what they say themselves where their
# structure says nothing, and whoever manages there, by what the structure knows. Nobody who only
# volunteers, nobody who left, nobody whose interview is signed or being prepared.
FIRST = """
CREATE FUNCTION door_first_interviews(public_types text[], path_before date, public_before date)
  RETURNS TABLE (organisation_id uuid, told_id uuid, slug text, kind text, counted_from date)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH going AS (
      SELECT e.organisation_id, e.person_id, min(e.hired_on) AS hired_on,
             bool_and(e.kind = 'volunteering') AS is_volunteer
        FROM engagement e WHERE e.ended_on IS NULL AND e.person_id IS NOT NULL
        GROUP BY e.organisation_id, e.person_id
    ),
    at_work AS (
      SELECT m.organisation_id, m.person_id, o.slug::text AS slug,
             CASE WHEN o.structure_type = ANY (public_types) THEN 'public' ELSE 'path' END AS kind,
             (m.created_at AT TIME ZONE 'Europe/Paris')::date AS arrived_on,
             g.hired_on, s.hired_on AS stated_on
        FROM membership m
        JOIN organisation o ON o.id = m.organisation_id AND o.kind = 'structure'
        LEFT JOIN going g ON g.organisation_id = m.organisation_id AND g.person_id = m.person_id
        LEFT JOIN stated_hire s ON s.organisation_id = m.organisation_id
          AND s.person_id = m.person_id
        WHERE g.is_volunteer IS NOT TRUE
    ),
    never AS (
      SELECT w.*, CASE w.kind WHEN 'public' THEN public_before ELSE path_before END AS due_before
        FROM at_work w
        WHERE NOT EXISTS (SELECT 1 FROM interview i
            WHERE i.organisation_id = w.organisation_id AND i.person_id = w.person_id
              AND i.kind = w.kind AND i.cancelled_at IS NULL)
          AND NOT EXISTS (SELECT 1 FROM interview_record r
            WHERE r.organisation_id = w.organisation_id AND r.person_id = w.person_id
              AND r.kind = w.kind)
    )
    (SELECT n.organisation_id, n.person_id, '', n.kind,
            coalesce(n.hired_on, n.stated_on, n.arrived_on)
      FROM never n
      WHERE coalesce(n.hired_on, n.stated_on, n.arrived_on) <= n.due_before
      ORDER BY 5 DESC, 2 LIMIT 1000)
    UNION ALL
    (SELECT n.organisation_id, a.person_id, n.slug, n.kind, coalesce(n.hired_on, n.arrived_on)
      FROM never n
      JOIN membership a ON a.organisation_id = n.organisation_id AND a.person_id <> n.person_id
      WHERE coalesce(n.hired_on, n.arrived_on) <= n.due_before
        AND a.role = CASE WHEN EXISTS (SELECT 1 FROM membership b
            WHERE b.organisation_id = n.organisation_id AND b.person_id <> n.person_id
              AND b.role = 'manager') THEN 'manager' ELSE 'administrator' END
      ORDER BY 5 DESC, 2 LIMIT 1000)
$$
"""
# The tables themselves are reached inside the organisation only (0021): a manager takes their own
# words away, and what never opened goes with them, without reaching anything else from outside.
HELD = """
CREATE FUNCTION door_held_preparations()
  RETURNS TABLE (interview_id uuid, kind text, organisation text, topic text, words text,
                 changed_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.id, i.kind::text, i.organisation_name::text, p.topic::text, p.words, p.changed_at
      FROM interview_preparation p JOIN interview i ON i.id = p.interview_id
      WHERE p.person_id = portal_person() AND i.person_id <> p.person_id
      ORDER BY p.changed_at, p.topic
$$
"""
FORGET_HELD = """
CREATE FUNCTION door_forget_held_preparations()
  RETURNS TABLE (interview_id uuid, topic text)
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM interview_preparation p USING interview i
      WHERE i.id = p.interview_id AND p.person_id = portal_person() AND i.person_id <> p.person_id
        AND NOT (i.manager_id IS NOT DISTINCT FROM p.person_id AND portal_interview_is_open(i.id))
      RETURNING p.interview_id, p.topic::text
$$
"""
_NAMES = (
    "door_first_interviews(text[], date, date)",
    "door_held_preparations()",
    "door_forget_held_preparations()",
)
OWNED = (
    "GRANT CREATE ON SCHEMA public TO portal_keeper",
    *(f"ALTER FUNCTION {name} OWNER TO portal_keeper" for name in _NAMES),
    "REVOKE CREATE ON SCHEMA public FROM portal_keeper",
    *(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC" for name in _NAMES),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO portal_app" for name in _NAMES),
)


def upgrade() -> None:
    op.create_table(
        "stated_hire",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("hired_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_stated_hire_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_stated_hire_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "organisation_id", name=op.f("pk_stated_hire")),
    )
    op.create_index("ix_stated_hire_organisation_id", "stated_hire", ["organisation_id"])
    for statement in (*WALLS, FIRST, HELD, FORGET_HELD, *OWNED):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")
