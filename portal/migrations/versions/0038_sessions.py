"""Sessions of trainings, and who asks to come."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

TABLES = (
    "training_session",
    "registration",
    "session_staff",
    "training_room",
    "registration_event",
    "registration_need",
)

# `portal.trainings.transitions`, and a limit no code may forget: nobody has, or is offered, a place
# that is not there. Two who ask at once take turns at the session.
MOVES = """
CREATE FUNCTION registration_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.state, NEW.state) NOT IN (
    ('draft', 'received'), ('draft', 'waiting'), ('draft', 'confirmed'),
    ('received', 'withdrawn'), ('received', 'offered'), ('received', 'waiting'),
    ('received', 'declined'), ('received', 'called_off'),
    ('waiting', 'withdrawn'), ('waiting', 'offered'), ('waiting', 'declined'),
    ('waiting', 'called_off'),
    ('offered', 'confirmed'), ('offered', 'withdrawn'), ('offered', 'lapsed'),
    ('offered', 'called_off'),
    ('confirmed', 'withdrawn'), ('confirmed', 'called_off'),
    ('lapsed', 'waiting'), ('lapsed', 'withdrawn'), ('lapsed', 'called_off'),
    ('declined', 'received')
  ) THEN
    RAISE EXCEPTION 'registration: % to % is not a move', OLD.state, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER registration_moves BEFORE UPDATE OF state ON registration FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION registration_moves();
"""
PLACES = """
CREATE FUNCTION registration_places() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.session_id::text, 41));
  IF (SELECT count(*) FROM registration r WHERE r.session_id = NEW.session_id
        AND r.state IN ('offered', 'confirmed') AND r.id <> NEW.id)
     >= (SELECT s.places FROM training_session s WHERE s.id = NEW.session_id) THEN
    RAISE EXCEPTION 'registration: no place is left' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER registration_places BEFORE INSERT OR UPDATE OF state ON registration FOR EACH ROW
  WHEN (NEW.state IN ('offered', 'confirmed')) EXECUTE FUNCTION registration_places();
"""
# What somebody needed is nobody's business once they do not come.
NEEDS = """
CREATE FUNCTION registration_needs_end() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM registration_need n WHERE n.registration_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER registration_needs_end AFTER UPDATE OF state ON registration FOR EACH ROW
  WHEN (NEW.state IN ('declined', 'withdrawn', 'called_off'))
  EXECUTE FUNCTION registration_needs_end();
"""
DOORS = """
CREATE FUNCTION door_session_places(wanted uuid) RETURNS TABLE (taken int, waiting int)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT (SELECT count(*)::int FROM registration r
              WHERE r.session_id = s.id AND r.state IN ('offered', 'confirmed')),
           (SELECT count(*)::int FROM registration r
              WHERE r.session_id = s.id AND r.state = 'waiting')
      FROM training_session s WHERE s.id = wanted
$$;
CREATE FUNCTION door_due_registrations(at timestamptz, today date, remind_until date,
                                       drafts_before timestamptz, ended_before date)
  RETURNS TABLE (what text, organisation_id uuid, session_id uuid, registration_id uuid,
                 holder_digest text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    (SELECT 'lapse', r.organisation_id, r.session_id, r.id, r.holder_digest::text FROM registration r
      WHERE r.state = 'offered' AND r.offered_until < at ORDER BY r.offered_until LIMIT 1000)
    UNION ALL
    (SELECT 'remind', r.organisation_id, r.session_id, r.id, r.holder_digest::text
      FROM training_session s JOIN registration r ON r.session_id = s.id
      WHERE s.state IN ('open', 'closed') AND s.starts_on BETWEEN today AND remind_until
        AND r.state = 'confirmed' AND r.reminded_at IS NULL
      ORDER BY s.starts_on LIMIT 1000)
    UNION ALL
    (SELECT 'offer', s.organisation_id, s.id, NULL, NULL FROM training_session s
      WHERE s.state IN ('open', 'closed') AND s.starts_on >= today
        AND EXISTS (SELECT 1 FROM registration r WHERE r.session_id = s.id AND r.state = 'waiting')
        AND s.places > (SELECT count(*) FROM registration r WHERE r.session_id = s.id
                          AND r.state IN ('offered', 'confirmed'))
      LIMIT 1000)
    UNION ALL
    (SELECT 'drop_draft', r.organisation_id, r.session_id, r.id, r.holder_digest::text FROM registration r
      WHERE r.state = 'draft' AND r.created_at < drafts_before LIMIT 1000)
    UNION ALL
    (SELECT 'forget', r.organisation_id, r.session_id, r.id, r.holder_digest::text
      FROM training_session s JOIN registration r ON r.session_id = s.id
      WHERE s.ends_on < ended_before AND r.submitted_at IS NOT NULL LIMIT 1000)
$$;
CREATE FUNCTION door_forget_needs(ended_before date, rehearsal boolean)
  RETURNS TABLE (registration_id uuid)
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH due AS (
      SELECT n.registration_id FROM registration_need n
        JOIN training_session s ON s.id = n.session_id WHERE s.ends_on < ended_before
    ), gone AS (
      DELETE FROM registration_need n USING due d
        WHERE n.registration_id = d.registration_id AND NOT rehearsal
    )
    SELECT d.registration_id FROM due d
$$;
"""
# A recording that goes with a registration is no orphan.
SWEPT = """
CREATE OR REPLACE FUNCTION door_unattached_files(before timestamptz, one uuid)
  RETURNS TABLE (file_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT f.id FROM stored_file f
    WHERE (one IS NULL OR f.id = one)
      AND f.purpose IN ('voice', 'cv', 'letter', 'answer', 'message', 'evidence')
      AND f.state <> 'receiving'
      AND greatest(f.created_at, f.received_at) < before
      AND NOT EXISTS (SELECT 1 FROM application_part p WHERE p.file_id = f.id)
      AND NOT EXISTS (SELECT 1 FROM application_message m WHERE m.file_id = f.id)
      AND NOT EXISTS (SELECT 1 FROM registration g WHERE g.file_id = f.id)
      AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.file_id = f.id)
      AND NOT EXISTS (SELECT 1 FROM share_file s WHERE s.file_id = f.id)
      AND NOT EXISTS (SELECT 1 FROM interview_preparation q WHERE q.file_id = f.id)
    ORDER BY f.id LIMIT 1000
$$
"""
_KEPT = (
    (
        "GRANT SELECT (id, organisation_id, training_id, state, places, starts_on, ends_on)"
        " ON training_session TO portal_keeper"
    ),
    (
        "GRANT SELECT (id, organisation_id, session_id, holder_digest, file_id, state,"
        " created_at, submitted_at, offered_until, reminded_at, waiting_since)"
        " ON registration TO portal_keeper"
    ),
    "GRANT SELECT (registration_id, session_id), DELETE ON registration_need TO portal_keeper",
)
_CALLED = (
    "door_session_places(uuid)",
    "door_due_registrations(timestamptz, date, date, timestamptz, date)",
    "door_forget_needs(date, boolean)",
)
_TRIGGERED = ("registration_places()", "registration_needs_end()")
OWNED = (
    "GRANT CREATE ON SCHEMA public TO portal_keeper",
    *(f"ALTER FUNCTION {name} OWNER TO portal_keeper" for name in (*_CALLED, *_TRIGGERED)),
    "REVOKE CREATE ON SCHEMA public FROM portal_keeper",
    *(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC" for name in (*_CALLED, *_TRIGGERED)),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO portal_app" for name in _CALLED),
)

WALLS = (
    "ALTER TABLE training_session ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE training_session FORCE ROW LEVEL SECURITY",
    "CREATE POLICY federation ON training_session FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation() AND portal_organisation_kind() = 'federation')",
    "CREATE POLICY everybody ON training_session FOR SELECT TO portal_app USING (state <> 'planned')",
    "CREATE POLICY keeper ON training_session FOR SELECT TO portal_keeper USING (true)",
    "ALTER TABLE training_room ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE training_room FORCE ROW LEVEL SECURITY",
    "CREATE POLICY federation ON training_room FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation() AND portal_organisation_kind() = 'federation')",
    "CREATE POLICY has_a_place ON training_room FOR SELECT TO portal_app USING (EXISTS (SELECT 1 FROM registration r WHERE r.session_id = training_room.session_id AND r.state = 'confirmed' AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person())))",
    "ALTER TABLE session_staff ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE session_staff FORCE ROW LEVEL SECURITY",
    "CREATE POLICY federation ON session_staff FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation() AND portal_organisation_kind() = 'federation')",
    "ALTER TABLE registration ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE registration FORCE ROW LEVEL SECURITY",
    "CREATE POLICY candidate ON registration FOR SELECT TO portal_app USING (holder_digest = portal_door('holder') OR person_id = portal_person())",
    "CREATE POLICY candidate_starts ON registration FOR INSERT TO portal_app WITH CHECK ((holder_digest = portal_door('holder') OR person_id = portal_person()) AND EXISTS (SELECT 1 FROM training_session s WHERE s.id = session_id AND s.organisation_id = registration.organisation_id AND s.state = 'open'))",
    "CREATE POLICY candidate_vanishes ON registration FOR INSERT TO portal_app WITH CHECK (holder_digest = portal_door('holder') AND state = 'withdrawn' AND person_id IS NULL AND name = '' AND contact_phone = '' AND contact_email = '')",
    "CREATE POLICY candidate_changes ON registration FOR UPDATE TO portal_app USING (holder_digest = portal_door('holder') OR person_id = portal_person()) WITH CHECK (holder_digest = portal_door('holder') OR person_id = portal_person())",
    "CREATE POLICY candidate_erases ON registration FOR DELETE TO portal_app USING (holder_digest = portal_door('holder') OR person_id = portal_person())",
    "CREATE POLICY organiser ON registration FOR SELECT TO portal_app USING (organisation_id = portal_organisation() AND submitted_at IS NOT NULL)",
    "CREATE POLICY organiser_changes ON registration FOR UPDATE TO portal_app USING (organisation_id = portal_organisation() AND submitted_at IS NOT NULL) WITH CHECK (organisation_id = portal_organisation() AND submitted_at IS NOT NULL)",
    "CREATE POLICY organiser_erases ON registration FOR DELETE TO portal_app USING (organisation_id = portal_organisation() AND submitted_at IS NOT NULL)",
    "CREATE POLICY employer ON registration FOR SELECT TO portal_app USING (agreement_digest = portal_door('agreement') AND state <> 'withdrawn')",
    "CREATE POLICY employer_answers ON registration FOR UPDATE TO portal_app USING (agreement_digest = portal_door('agreement') AND state <> 'withdrawn') WITH CHECK (agreement_digest = portal_door('agreement') AND state <> 'withdrawn')",
    "CREATE POLICY keeper ON registration FOR SELECT TO portal_keeper USING (true)",
    "ALTER TABLE registration_need ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE registration_need FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON registration_need FOR ALL TO portal_app USING (EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person()))) WITH CHECK (EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id AND (r.holder_digest = portal_door('holder') OR r.person_id = portal_person())))",
    "CREATE POLICY arranger ON registration_need FOR SELECT TO portal_app USING (organisation_id = portal_organisation() AND session_id IN (SELECT t.session_id FROM session_staff t WHERE t.person_id = portal_person() AND t.role = 'arranger') AND EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id))",
    "CREATE POLICY arranger_notes ON registration_need FOR UPDATE TO portal_app USING (organisation_id = portal_organisation() AND session_id IN (SELECT t.session_id FROM session_staff t WHERE t.person_id = portal_person() AND t.role = 'arranger') AND EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id)) WITH CHECK (organisation_id = portal_organisation() AND session_id IN (SELECT t.session_id FROM session_staff t WHERE t.person_id = portal_person() AND t.role = 'arranger') AND EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id))",
    "CREATE POLICY keeper ON registration_need FOR SELECT TO portal_keeper USING (true)",
    "CREATE POLICY forgotten ON registration_need FOR DELETE TO portal_keeper USING (true)",
    "ALTER TABLE registration_event ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE registration_event FORCE ROW LEVEL SECURITY",
    "CREATE POLICY registration ON registration_event FOR ALL TO portal_app USING (EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id)) WITH CHECK (EXISTS (SELECT 1 FROM registration r WHERE r.id = registration_id))",
)


def upgrade() -> None:
    op.create_table(
        "training_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("half_days", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("venue", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column("department", sa.String(length=3), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("practical", sa.Text(), nullable=False),
        sa.Column("passport", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("register_until", sa.Date(), nullable=False),
        sa.Column("answer_hours", sa.Integer(), nullable=False),
        sa.Column("chooses", sa.Boolean(), nullable=False),
        sa.Column("asks_employer", sa.Boolean(), nullable=False),
        sa.Column("questions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("contact", sa.String(length=300), nullable=False),
        sa.Column("cancelled_because", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('planned', 'open', 'closed', 'cancelled')",
            name=op.f("ck_training_session_state"),
        ),
        sa.CheckConstraint(
            "answer_hours BETWEEN 12 AND 336", name=op.f("ck_training_session_answer_hours")
        ),
        sa.CheckConstraint("places BETWEEN 1 AND 500", name=op.f("ck_training_session_places")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_training_session_days")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "training_id"],
            ["training.organisation_id", "training.id"],
            name=op.f("fk_training_session_organisation_id_training_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_session")),
        sa.UniqueConstraint(
            "organisation_id", "id", name=op.f("uq_training_session_organisation_id_id")
        ),
    )
    op.create_index(
        "ix_training_session_open",
        "training_session",
        ["starts_on"],
        unique=False,
        postgresql_where=sa.text("state IN ('open', 'closed')"),
    )
    op.create_index(
        "ix_training_session_organisation_id",
        "training_session",
        ["organisation_id", "starts_on"],
        unique=False,
    )
    op.create_index(
        "ix_training_session_training_id",
        "training_session",
        ["training_id", "starts_on"],
        unique=False,
    )
    op.create_table(
        "registration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("training_title", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("holder_digest", sa.String(length=64), nullable=False),
        sa.Column("token_version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("contact_phone", sa.String(length=20), nullable=False),
        sa.Column("contact_email", sa.String(length=320), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("whose_time", sa.String(length=12), nullable=False),
        sa.Column("employer_name", sa.String(length=160), nullable=False),
        sa.Column("employer_email", sa.String(length=320), nullable=False),
        sa.Column("agreement", sa.String(length=10), nullable=False),
        sa.Column("agreement_digest", sa.String(length=64), nullable=True),
        sa.Column("agreement_words", sa.String(length=500), nullable=False),
        sa.Column("draft", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("consent_text", sa.Text(), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(agreement = '') = (agreement_digest IS NULL)",
            name=op.f("ck_registration_agreement_has_a_link"),
        ),
        sa.CheckConstraint(
            "(state = 'draft') = (submitted_at IS NULL)", name=op.f("ck_registration_submitted")
        ),
        sa.CheckConstraint(
            "(state = 'offered') = (offered_until IS NOT NULL)",
            name=op.f("ck_registration_offered"),
        ),
        sa.CheckConstraint(
            "whose_time IN ('', 'employer', 'own', 'no_employer')",
            name=op.f("ck_registration_whose_time"),
        ),
        sa.CheckConstraint(
            "agreement IN ('', 'asked', 'given', 'refused')", name=op.f("ck_registration_agreement")
        ),
        sa.CheckConstraint(
            "state <> 'waiting' OR waiting_since IS NOT NULL", name=op.f("ck_registration_waiting")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'received', 'waiting', 'offered', 'confirmed', 'lapsed', 'declined', 'withdrawn', 'called_off')",
            name=op.f("ck_registration_state"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR (consented_at IS NOT NULL AND name <> '' AND (contact_phone <> '' OR contact_email <> ''))",
            name=op.f("ck_registration_complete"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "file_id"],
            ["stored_file.organisation_id", "stored_file.id"],
            name=op.f("fk_registration_organisation_id_file_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id"],
            ["training_session.organisation_id", "training_session.id"],
            name=op.f("fk_registration_organisation_id_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_registration_person_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("agreement_digest", name=op.f("uq_registration_agreement_digest")),
        sa.UniqueConstraint("holder_digest", name=op.f("uq_registration_holder_digest")),
        sa.UniqueConstraint(
            "organisation_id", "id", name=op.f("uq_registration_organisation_id_id")
        ),
        sa.UniqueConstraint(
            "organisation_id",
            "session_id",
            "id",
            name=op.f("uq_registration_organisation_id_session_id_id"),
        ),
    )
    op.create_index(
        "ix_registration_drafts",
        "registration",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_index(
        "ix_registration_offered",
        "registration",
        ["offered_until"],
        unique=False,
        postgresql_where=sa.text("state = 'offered'"),
    )
    op.create_index(
        "ix_registration_organisation_id",
        "registration",
        ["organisation_id", "submitted_at"],
        unique=False,
    )
    op.create_index("ix_registration_person_id", "registration", ["person_id"], unique=False)
    op.create_index(
        "ix_registration_session_id", "registration", ["session_id", "submitted_at"], unique=False
    )
    op.create_table(
        "session_staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.CheckConstraint("role IN ('trainer', 'arranger')", name=op.f("ck_session_staff_role")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id"],
            ["training_session.organisation_id", "training_session.id"],
            name=op.f("fk_session_staff_organisation_id_session_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_session_staff_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_staff")),
        sa.UniqueConstraint(
            "organisation_id",
            "session_id",
            "person_id",
            "role",
            name=op.f("uq_session_staff_organisation_id_session_id_person_id_role"),
        ),
    )
    op.create_index("ix_session_staff_person_id", "session_staff", ["person_id"], unique=False)
    op.create_table(
        "training_room",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("video_link", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id"],
            ["training_session.organisation_id", "training_session.id"],
            name=op.f("fk_training_room_organisation_id_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_training_room")),
    )
    op.create_table(
        "registration_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("from_state", sa.String(length=12), nullable=False),
        sa.Column("to_state", sa.String(length=12), nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "author IN ('candidate', 'organiser', 'employer', 'portal')",
            name=op.f("ck_registration_event_author"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "registration_id"],
            ["registration.organisation_id", "registration.id"],
            name=op.f("fk_registration_event_organisation_id_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_event")),
    )
    op.create_index(
        "ix_registration_event_registration_id",
        "registration_event",
        ["registration_id", "at"],
        unique=False,
    )
    op.create_table(
        "registration_need",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("arranged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arranged_words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id", "registration_id"],
            ["registration.organisation_id", "registration.session_id", "registration.id"],
            name=op.f("fk_registration_need_organisation_id_session_id_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_registration_need")),
    )
    op.create_index(
        "ix_registration_need_session_id", "registration_need", ["session_id"], unique=False
    )

    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(TABLES)} TO portal_app")
    for statement in (MOVES, PLACES, NEEDS, DOORS, *_KEPT, *OWNED, *WALLS, SWEPT):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")
