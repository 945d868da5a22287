"""Interviews before a session, and sessions a structure proposes to people of its team."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

TABLES = (
    "selection_slot",
    "selection_panelist",
    "selection_link",
    "selection_invitation",
    "worker_proposal",
)

# Who does not come any more meets nobody: their moment is free again.
ENDS = """
CREATE FUNCTION selection_invitation_ends() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM selection_invitation i WHERE i.registration_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER selection_invitation_ends AFTER UPDATE OF state ON registration FOR EACH ROW
  WHEN (NEW.state IN ('declined', 'withdrawn', 'called_off'))
  EXECUTE FUNCTION selection_invitation_ends();
"""
# Which moments of a session are taken, by nobody in particular. All a structure is told of what it
# proposed: four words, and of its own only.
DOORS = """
CREATE FUNCTION door_taken_slots(wanted uuid) RETURNS TABLE (slot_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.slot_id FROM selection_invitation i
      WHERE i.session_id = wanted AND i.slot_id IS NOT NULL
$$;
CREATE FUNCTION door_proposal_states(wanted uuid) RETURNS TABLE (proposal_id uuid, state text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, CASE
        WHEN r.state = 'confirmed' THEN 'confirmed'
        WHEN r.state = 'declined' THEN 'refused'
        WHEN r.state IN ('withdrawn', 'lapsed', 'called_off') THEN 'cancelled'
        ELSE 'asked' END
      FROM worker_proposal p JOIN registration r ON r.id = p.registration_id
      WHERE p.session_id = wanted AND p.organisation_id = portal_organisation()
$$;
CREATE FUNCTION door_forget_proposals(ended_before date, rehearsal boolean)
  RETURNS TABLE (proposal_id uuid)
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH due AS (
      SELECT p.id FROM worker_proposal p
        JOIN training_session s ON s.id = p.session_id WHERE s.ends_on < ended_before
    ), gone AS (
      DELETE FROM worker_proposal p USING due d WHERE p.id = d.id AND NOT rehearsal
    )
    SELECT d.id FROM due d
$$;
"""
_KEPT = (
    (
        "GRANT SELECT (registration_id, session_id, slot_id), DELETE ON selection_invitation"
        " TO portal_keeper"
    ),
    (
        "GRANT SELECT (id, organisation_id, session_id, registration_id), DELETE"
        " ON worker_proposal TO portal_keeper"
    ),
)
_CALLED = (
    "door_taken_slots(uuid)",
    "door_proposal_states(uuid)",
    "door_forget_proposals(date, boolean)",
)
_TRIGGERED = ("selection_invitation_ends()",)
OWNED = (
    "GRANT CREATE ON SCHEMA public TO portal_keeper",
    *(f"ALTER FUNCTION {name} OWNER TO portal_keeper" for name in (*_CALLED, *_TRIGGERED)),
    "REVOKE CREATE ON SCHEMA public FROM portal_keeper",
    *(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC" for name in (*_CALLED, *_TRIGGERED)),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO portal_app" for name in _CALLED),
)

WALLS = (
    "ALTER TABLE selection_slot ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE selection_slot FORCE ROW LEVEL SECURITY",
    "CREATE POLICY federation ON selection_slot FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation() AND portal_organisation_kind() = 'federation')",
    "CREATE POLICY invited ON selection_slot FOR SELECT TO portal_app USING (EXISTS (SELECT 1 FROM selection_invitation i JOIN registration r ON r.id = i.registration_id WHERE i.session_id = selection_slot.session_id AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person())))",
    "ALTER TABLE selection_panelist ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE selection_panelist FORCE ROW LEVEL SECURITY",
    "CREATE POLICY federation ON selection_panelist FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation() AND portal_organisation_kind() = 'federation')",
    "CREATE POLICY invited ON selection_panelist FOR SELECT TO portal_app USING (EXISTS (SELECT 1 FROM selection_invitation i JOIN registration r ON r.id = i.registration_id WHERE i.session_id = selection_panelist.session_id AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person())))",
    "ALTER TABLE selection_link ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE selection_link FORCE ROW LEVEL SECURITY",
    "CREATE POLICY federation ON selection_link FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation() AND portal_organisation_kind() = 'federation')",
    "CREATE POLICY has_chosen ON selection_link FOR SELECT TO portal_app USING (EXISTS (SELECT 1 FROM selection_invitation i JOIN registration r ON r.id = i.registration_id WHERE i.slot_id = selection_link.slot_id AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person())))",
    "ALTER TABLE selection_invitation ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE selection_invitation FORCE ROW LEVEL SECURITY",
    "CREATE POLICY federation ON selection_invitation FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation() AND portal_organisation_kind() = 'federation')",
    "CREATE POLICY invited ON selection_invitation FOR SELECT TO portal_app USING (EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person())))",
    "CREATE POLICY invited_answers ON selection_invitation FOR UPDATE TO portal_app USING (EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person()))) WITH CHECK (EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person())))",
    "CREATE POLICY keeper ON selection_invitation FOR SELECT TO portal_keeper USING (true)",
    "CREATE POLICY forgotten ON selection_invitation FOR DELETE TO portal_keeper USING (true)",
    "ALTER TABLE worker_proposal ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE worker_proposal FORCE ROW LEVEL SECURITY",
    "CREATE POLICY structure ON worker_proposal FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation() AND portal_organisation_kind() = 'structure')",
    "CREATE POLICY invited ON worker_proposal FOR SELECT TO portal_app USING (digest = portal_door('proposal'))",
    "CREATE POLICY invited_answers ON worker_proposal FOR UPDATE TO portal_app USING (digest = portal_door('proposal')) WITH CHECK (digest = portal_door('proposal'))",
    "CREATE POLICY keeper ON worker_proposal FOR SELECT TO portal_keeper USING (true)",
    "CREATE POLICY forgotten ON worker_proposal FOR DELETE TO portal_keeper USING (true)",
)


def upgrade() -> None:
    op.create_table(
        "selection_slot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("peer_there", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "way IN ('place', 'video', 'phone')", name=op.f("ck_selection_slot_way")
        ),
        sa.CheckConstraint("minutes BETWEEN 10 AND 180", name=op.f("ck_selection_slot_minutes")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id"],
            ["training_session.organisation_id", "training_session.id"],
            name=op.f("fk_selection_slot_organisation_id_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection_slot")),
        sa.UniqueConstraint(
            "organisation_id",
            "session_id",
            "id",
            name=op.f("uq_selection_slot_organisation_id_session_id_id"),
        ),
    )
    op.create_index(
        "ix_selection_slot_session_id", "selection_slot", ["session_id", "starts_at"], unique=False
    )
    op.create_table(
        "selection_panelist",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_selection_panelist_name")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id", "slot_id"],
            ["selection_slot.organisation_id", "selection_slot.session_id", "selection_slot.id"],
            name=op.f("fk_selection_panelist_organisation_id_session_id_slot_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_selection_panelist_person_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection_panelist")),
    )
    op.create_index(
        "ix_selection_panelist_person_id", "selection_panelist", ["person_id"], unique=False
    )
    op.create_index(
        "ix_selection_panelist_slot_id", "selection_panelist", ["slot_id"], unique=False
    )
    op.create_table(
        "selection_link",
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("video_link", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id", "slot_id"],
            ["selection_slot.organisation_id", "selection_slot.session_id", "selection_slot.id"],
            name=op.f("fk_selection_link_organisation_id_session_id_slot_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("slot_id", name=op.f("pk_selection_link")),
    )
    op.create_table(
        "selection_invitation",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answer = 'chosen') = (slot_id IS NOT NULL)",
            name=op.f("ck_selection_invitation_chosen"),
        ),
        sa.CheckConstraint(
            "answer IN ('', 'chosen', 'call')", name=op.f("ck_selection_invitation_answer")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id", "registration_id"],
            ["registration.organisation_id", "registration.session_id", "registration.id"],
            name=op.f("fk_selection_invitation_organisation_id_session_id_registration_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id", "slot_id"],
            ["selection_slot.organisation_id", "selection_slot.session_id", "selection_slot.id"],
            name=op.f("fk_selection_invitation_organisation_id_session_id_slot_id"),
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_selection_invitation")),
        sa.UniqueConstraint(
            "organisation_id",
            "slot_id",
            name=op.f("uq_selection_invitation_organisation_id_slot_id"),
        ),
    )
    op.create_index(
        "ix_selection_invitation_session_id", "selection_invitation", ["session_id"], unique=False
    )
    op.create_table(
        "worker_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("structure_name", sa.String(length=200), nullable=False),
        sa.Column("training_title", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("contact_phone", sa.String(length=20), nullable=False),
        sa.Column("contact_email", sa.String(length=320), nullable=False),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "name <> '' AND (contact_phone <> '' OR contact_email <> '' OR refused_at IS NOT NULL OR registration_id IS NOT NULL)",
            name=op.f("ck_worker_proposal_complete"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_worker_proposal_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_proposal")),
        sa.UniqueConstraint("digest", name=op.f("uq_worker_proposal_digest")),
        sa.UniqueConstraint(
            "organisation_id", "id", name=op.f("uq_worker_proposal_organisation_id_id")
        ),
    )
    op.create_index(
        "ix_worker_proposal_session_id",
        "worker_proposal",
        ["organisation_id", "session_id", "created_at"],
        unique=False,
    )
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(TABLES)} TO portal_app")
    for statement in (ENDS, DOORS, *_KEPT, *OWNED, *WALLS):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")
