"""What is sent twice is kept once; what a row says is always something one can act on."""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

# A number to call, or nothing to call: a request without one is of somebody who is written to.
CALLBACKS = (
    """
    UPDATE callback_request c SET phone = a.contact_phone FROM application a
      WHERE a.id = c.application_id AND c.phone = '' AND a.contact_phone <> ''
    """,
    "DELETE FROM callback_request WHERE phone = ''",
    "ALTER TABLE callback_request ADD CONSTRAINT ck_callback_request_phone CHECK (phone <> '')",
)
# A file shows one line: the first one it was given to.
EVIDENCE = (
    """
    DELETE FROM evidence e USING evidence first
      WHERE first.person_id = e.person_id AND first.file_id = e.file_id
        AND (first.created_at, first.id) < (e.created_at, e.id)
    """,
    "ALTER TABLE evidence ADD CONSTRAINT uq_evidence_person_id_file_id UNIQUE (person_id, file_id)",
)
# Who left a structure reaches nothing there any more: what they said of it goes with them.
HIRES = (
    """
    DELETE FROM stated_hire s WHERE NOT EXISTS (SELECT 1 FROM membership m
      WHERE m.organisation_id = s.organisation_id AND m.person_id = s.person_id)
    """,
    "ALTER TABLE stated_hire DROP CONSTRAINT fk_stated_hire_organisation_id",
    "ALTER TABLE stated_hire DROP CONSTRAINT fk_stated_hire_person_id",
    """
    ALTER TABLE stated_hire ADD CONSTRAINT fk_stated_hire_organisation_id_person_id
      FOREIGN KEY (organisation_id, person_id)
      REFERENCES membership (organisation_id, person_id) ON DELETE CASCADE
    """,
)
# One row for each one to be told, as before; for whoever manages there one a structure, of the day
# that comes first. Nothing is cut off: what is over for long is due all the same.
FIRST = """
CREATE OR REPLACE FUNCTION door_first_interviews(public_types text[], path_before date, public_before date)
  RETURNS TABLE (organisation_id uuid, told_id uuid, slug text, kind text, counted_from date)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH going AS (
      SELECT e.organisation_id, e.person_id, min(e.hired_on) AS hired_on,
             bool_and(e.kind = 'volunteering') AS is_volunteer
        FROM engagement e WHERE e.ended_on IS NULL AND e.person_id IS NOT NULL
        GROUP BY e.organisation_id, e.person_id
    ),
    at_work AS (
      SELECT m.organisation_id, m.person_id, o.slug::text AS slug, o.standing,
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
    SELECT n.organisation_id, n.person_id, '', n.kind,
           coalesce(n.hired_on, n.stated_on, n.arrived_on)
      FROM never n
      WHERE coalesce(n.hired_on, n.stated_on, n.arrived_on) <= n.due_before
    UNION ALL
    SELECT n.organisation_id, a.person_id, n.slug, n.kind, min(coalesce(n.hired_on, n.arrived_on))
      FROM never n
      JOIN membership a ON a.organisation_id = n.organisation_id AND a.person_id <> n.person_id
      WHERE n.standing <> 'suspended' AND coalesce(n.hired_on, n.arrived_on) <= n.due_before
        AND a.role = CASE WHEN EXISTS (SELECT 1 FROM membership b
            WHERE b.organisation_id = n.organisation_id AND b.person_id <> n.person_id
              AND b.role = 'manager') THEN 'manager' ELSE 'administrator' END
      GROUP BY n.organisation_id, a.person_id, n.slug, n.kind
$$
"""


# Their owner sees no row of them otherwise, and mends nothing.
WALLED = ("callback_request", "application", "evidence", "stated_hire", "membership")


def upgrade() -> None:
    for table in WALLED:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    for statement in (*CALLBACKS, *EVIDENCE, *HIRES, FIRST):
        op.execute(statement)
    for table in WALLED:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")
