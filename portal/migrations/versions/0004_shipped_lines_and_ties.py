"""Lines that know who shipped them, and ties that were only promised: place, message, door."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# What the first release wrote and no operator touched since (the audit would say so) is ours. A
# code with several lines names them by the month of their start.
ADOPT = """
UPDATE nomenclature_entry n SET
  seed = n.scheme || ':' || n.code || CASE
    WHEN (SELECT count(*) FROM nomenclature_entry o WHERE (o.scheme, o.code) = (n.scheme, n.code)) > 1
    THEN to_char(n.valid_from, '":"YYYY-MM') ELSE '' END,
  shipped = jsonb_build_object(
    'label', n.label, 'data', n.data, 'source', n.source, 'valid_from', n.valid_from,
    'valid_to', n.valid_to, 'checked_on', n.checked_on)
WHERE NOT EXISTS (
  SELECT 1 FROM audit_entry a
  WHERE a.action IN ('nomenclature.amended', 'nomenclature.added')
    AND a.subject = left(n.scheme || ':' || n.code, 80));
"""

LOOSE_PLACES = """
UPDATE offer o SET establishment_id = NULL
WHERE establishment_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM establishment e
  WHERE (e.organisation_id, e.id) = (o.organisation_id, o.establishment_id));
"""

# A message carries a file of who wrote it: the candidate's own, or the structure's own. Asked with
# the eyes of the transaction: what it cannot see, it cannot attach.
MESSAGE_FILE = """
CREATE FUNCTION application_message_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM stored_file f JOIN application a ON a.id = NEW.application_id
    WHERE f.id = NEW.file_id AND CASE NEW.author
      WHEN 'candidate' THEN f.holder_digest = a.holder_digest OR f.person_id = a.person_id
      ELSE f.holder_digest IS NULL AND f.person_id IS NULL END
  ) THEN
    RAISE EXCEPTION 'a message carries a file of who wrote it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER application_message_file
  BEFORE INSERT OR UPDATE OF file_id, application_id, author ON application_message
  FOR EACH ROW WHEN (NEW.file_id IS NOT NULL) EXECUTE FUNCTION application_message_file();
"""

# Whom the organisation of this transaction may have written to: its own members, those of its
# federation, of a structure or a federation it supervises, of a structure whose offer it relays.
DOOR_MEMBERS = """
CREATE OR REPLACE FUNCTION door_members(wanted_organisation uuid, wanted_roles text[])
  RETURNS TABLE (person_id uuid, display_name text, locale text, kind text, value text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, p.display_name, p.locale, c.kind, c.value
    FROM membership m JOIN person p ON p.id = m.person_id
    JOIN contact_point c ON c.person_id = p.id
    WHERE m.organisation_id = wanted_organisation AND m.role = ANY (wanted_roles)
      AND p.closed_at IS NULL
      AND (
        wanted_organisation = portal_organisation()
        OR EXISTS (SELECT 1 FROM organisation o
          WHERE o.id = portal_organisation() AND o.federation_id = wanted_organisation)
        OR EXISTS (SELECT 1 FROM organisation o WHERE o.id = wanted_organisation AND (
          portal_organisation_kind() = 'federation' AND o.federation_id = portal_organisation()
          OR portal_organisation_kind() = 'operator' AND o.kind = 'federation'))
        OR portal_organisation_kind() = 'federation' AND EXISTS (
          SELECT 1 FROM offer_relay r JOIN offer f ON f.id = r.offer_id
          WHERE r.federation_id = portal_organisation()
            AND f.organisation_id = wanted_organisation)
      )
    ORDER BY p.id, c.kind
$$;
"""

READ_BY_THE_DOOR = (
    "CREATE POLICY keeper ON offer_relay FOR SELECT TO portal_keeper USING (true)",
    "GRANT SELECT (federation_id, offer_id) ON offer_relay TO portal_keeper",
)


def upgrade() -> None:
    op.add_column("nomenclature_entry", sa.Column("seed", sa.String(length=140), nullable=True))
    op.add_column(
        "nomenclature_entry",
        sa.Column("shipped", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    )
    op.create_unique_constraint(op.f("uq_nomenclature_entry_seed"), "nomenclature_entry", ["seed"])
    _past_the_walls(ADOPT, "nomenclature_entry", "audit_entry")
    _past_the_walls(LOOSE_PLACES, "offer", "establishment")
    op.create_foreign_key(
        op.f("fk_offer_organisation_id_establishment_id"),
        "offer",
        "establishment",
        ["organisation_id", "establishment_id"],
        ["organisation_id", "id"],
    )
    op.create_index(
        op.f("ix_offer_establishment_id"),
        "offer",
        ["establishment_id"],
        postgresql_where=sa.text("establishment_id IS NOT NULL"),
    )
    op.add_column(
        "stored_file",
        sa.Column("is_silent", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    _run(MESSAGE_FILE)
    for statement in READ_BY_THE_DOOR:
        op.execute(statement)
    _run(DOOR_MEMBERS)


def _past_the_walls(script: str, *tables: str) -> None:
    """The owner of the tables sees their rows for as long as this takes."""
    for table in tables:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    _run(script)
    for table in tables:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def _run(script: str) -> None:
    """Several statements at once, past the parameter parser."""
    cursor = op.get_bind().connection.cursor()
    cursor.execute(script)
    cursor.close()


def downgrade() -> None:
    raise NotImplementedError("what was tied stays tied: restore a backup instead")
