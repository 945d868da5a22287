"""The first schema: tables, walls, doors, queue."""

from pathlib import Path

import procrastinate.schema
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# How policies read the reach of the transaction (portal.kernel.db.Reach).
REACH = """
CREATE FUNCTION portal_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('portal.person', true), '')::uuid $$;
CREATE FUNCTION portal_organisation() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('portal.organisation', true), '')::uuid $$;
CREATE FUNCTION portal_organisation_kind() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('portal.organisation_kind', true), '') $$;
CREATE FUNCTION portal_door(name text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('portal.' || name, true), '') $$;
"""

# The moves of `portal.jobs.transitions`, so that no path around the actions makes another one.
MOVES = """
CREATE FUNCTION application_moves() RETURNS trigger LANGUAGE plpgsql AS $$
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
    ('pool', 'in_review'), ('pool', 'declined'), ('pool', 'obsolete'), ('pool', 'withdrawn'),
    ('declined', 'in_review'), ('declined', 'pool')
  ) THEN
    RAISE EXCEPTION 'an application does not move from % to %', OLD.state, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER application_moves BEFORE UPDATE OF state ON application FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION application_moves();
"""

# The life of an offer (`portal.jobs.offer_states`): a closed one stays closed, a published one never
# becomes a draft again.
OFFER_MOVES = """
CREATE FUNCTION offer_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.state, NEW.state) NOT IN (
    ('draft', 'published'),
    ('published', 'paused'), ('published', 'closed'),
    ('paused', 'published'), ('paused', 'closed')
  ) THEN
    RAISE EXCEPTION 'offer: % to % is not a move', OLD.state, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER offer_moves BEFORE UPDATE OF state ON offer FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION offer_moves();
"""

# Nobody vouches for themselves: only who supervises an organisation changes its standing, its kind
# or its federation. A request nobody looked at yet may still choose another federation.
STANDING = """
CREATE FUNCTION organisation_standing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'portal_app' AND NOT (
    (portal_organisation_kind() = 'operator' AND OLD.kind = 'federation')
    OR (portal_organisation_kind() = 'federation' AND OLD.kind = 'structure'
        AND OLD.federation_id = portal_organisation())
    OR (OLD.standing = 'pending' AND NEW.standing = 'pending' AND NEW.kind = OLD.kind)
  ) THEN
    RAISE EXCEPTION 'an organisation does not change its own standing'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER organisation_standing BEFORE UPDATE ON organisation FOR EACH ROW
  WHEN ((OLD.standing, OLD.kind, OLD.federation_id)
        IS DISTINCT FROM (NEW.standing, NEW.kind, NEW.federation_id))
  EXECUTE FUNCTION organisation_standing();
"""

# The wide columns of the public list are stored aside: walking through its rows stays cheap. The
# search always goes through its index, whatever the planner thinks of it (decision 0017).
SEARCH = """
ALTER TABLE published_offer ALTER card SET STORAGE EXTERNAL, ALTER search SET STORAGE EXTERNAL;
ALTER TABLE published_offer SET (toast_tuple_target = 512);
CREATE FUNCTION published_offer_matches(asked tsquery, most int)
  RETURNS TABLE (offer_id uuid, published_at timestamptz)
  LANGUAGE plpgsql STABLE
  SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
BEGIN
  RETURN QUERY SELECT p.offer_id, p.published_at FROM published_offer p
    WHERE p.state = 'published' AND p.search @@ asked LIMIT most;
END $$;
"""

DOORS = (Path(__file__).parent / "0001_doors.sql").read_text()

WALLS = (
    "ALTER TABLE outgoing_message ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE outgoing_message FORCE ROW LEVEL SECURITY",
    "CREATE POLICY door_message ON outgoing_message FOR ALL TO portal_app USING (id::text = portal_door('message')) WITH CHECK (id::text = portal_door('message'))",
    "CREATE POLICY written ON outgoing_message FOR INSERT TO portal_app WITH CHECK (true)",
    "CREATE POLICY sender ON outgoing_message FOR SELECT TO portal_app USING (organisation_id = portal_organisation())",
    "CREATE POLICY sender_erases ON outgoing_message FOR DELETE TO portal_app USING (organisation_id = portal_organisation())",
    "CREATE POLICY keeper ON outgoing_message FOR SELECT TO portal_keeper USING (true)",
    "CREATE POLICY forgotten ON outgoing_message FOR DELETE TO portal_keeper USING (true)",
    "ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE audit_entry FORCE ROW LEVEL SECURITY",
    "CREATE POLICY written ON audit_entry FOR INSERT TO portal_app WITH CHECK (true)",
    "CREATE POLICY read ON audit_entry FOR SELECT TO portal_app USING (organisation_id = portal_organisation() OR person_id = portal_person() OR portal_organisation_kind() = 'operator')",
    "CREATE POLICY keeper ON audit_entry FOR SELECT TO portal_keeper USING (true)",
    "CREATE POLICY forgotten ON audit_entry FOR DELETE TO portal_keeper USING (true)",
    "ALTER TABLE nomenclature_entry ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE nomenclature_entry FORCE ROW LEVEL SECURITY",
    "CREATE POLICY everybody ON nomenclature_entry FOR SELECT TO portal_app USING (true)",
    "CREATE POLICY operator ON nomenclature_entry FOR ALL TO portal_app USING (portal_organisation_kind() = 'operator') WITH CHECK (portal_organisation_kind() = 'operator')",
    "ALTER TABLE person ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE person FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON person FOR ALL TO portal_app USING (id = portal_person()) WITH CHECK (id = portal_person())",
    "CREATE POLICY colleague ON person FOR SELECT TO portal_app USING (EXISTS (SELECT 1 FROM membership m WHERE m.person_id = person.id AND m.organisation_id = portal_organisation()))",
    "CREATE POLICY keeper ON person FOR SELECT TO portal_keeper USING (true)",
    "ALTER TABLE contact_point ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE contact_point FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON contact_point FOR ALL TO portal_app USING (person_id = portal_person()) WITH CHECK (person_id = portal_person())",
    "CREATE POLICY keeper ON contact_point FOR SELECT TO portal_keeper USING (true)",
    "ALTER TABLE sign_in_code ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE sign_in_code FORCE ROW LEVEL SECURITY",
    "CREATE POLICY door_browser ON sign_in_code FOR ALL TO portal_app USING (browser_digest = portal_door('browser')) WITH CHECK (browser_digest = portal_door('browser'))",
    "CREATE POLICY keeper ON sign_in_code FOR SELECT TO portal_keeper USING (true)",
    "CREATE POLICY forgotten ON sign_in_code FOR DELETE TO portal_keeper USING (true)",
    "ALTER TABLE sign_in ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE sign_in FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON sign_in FOR ALL TO portal_app USING (person_id = portal_person()) WITH CHECK (person_id = portal_person())",
    "CREATE POLICY keeper ON sign_in FOR SELECT TO portal_keeper USING (true)",
    "CREATE POLICY forgotten ON sign_in FOR DELETE TO portal_keeper USING (true)",
    "ALTER TABLE organisation ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE organisation FORCE ROW LEVEL SECURITY",
    "CREATE POLICY admitted ON organisation FOR SELECT TO portal_app USING (standing = 'admitted')",
    "CREATE POLICY own ON organisation FOR SELECT TO portal_app USING (id = portal_organisation() OR EXISTS (SELECT 1 FROM membership m WHERE m.organisation_id = organisation.id AND m.person_id = portal_person()))",
    "CREATE POLICY supervised ON organisation FOR SELECT TO portal_app USING ((portal_organisation_kind() = 'operator' AND kind = 'federation') OR (portal_organisation_kind() = 'federation' AND kind = 'structure' AND federation_id = portal_organisation()))",
    "CREATE POLICY requested ON organisation FOR SELECT TO portal_app USING (requested_by = portal_person())",
    "CREATE POLICY request ON organisation FOR INSERT TO portal_app WITH CHECK ((standing = 'pending' AND kind = 'structure' AND requested_by = portal_person()) OR (portal_organisation_kind() = 'operator' AND kind = 'federation') OR (portal_organisation_kind() = 'federation' AND kind = 'structure' AND federation_id = portal_organisation()))",
    "CREATE POLICY amend ON organisation FOR UPDATE TO portal_app USING (id = portal_organisation()) WITH CHECK (id = portal_organisation())",
    "CREATE POLICY supervise ON organisation FOR UPDATE TO portal_app USING ((portal_organisation_kind() = 'operator' AND kind = 'federation') OR (portal_organisation_kind() = 'federation' AND kind = 'structure' AND federation_id = portal_organisation())) WITH CHECK ((portal_organisation_kind() = 'operator' AND kind = 'federation') OR (portal_organisation_kind() = 'federation' AND kind = 'structure' AND federation_id = portal_organisation()))",
    "CREATE POLICY keeper ON organisation FOR SELECT TO portal_keeper USING (true)",
    "ALTER TABLE establishment ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE establishment FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organisation ON establishment FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation())",
    "ALTER TABLE membership ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE membership FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organisation ON membership FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation())",
    "CREATE POLICY person ON membership FOR SELECT TO portal_app USING (person_id = portal_person())",
    "CREATE POLICY leave ON membership FOR DELETE TO portal_app USING (person_id = portal_person())",
    "CREATE POLICY keeper ON membership FOR SELECT TO portal_keeper USING (true)",
    "ALTER TABLE invitation ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE invitation FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organisation ON invitation FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation())",
    "CREATE POLICY keeper ON invitation FOR SELECT TO portal_keeper USING (true)",
    "ALTER TABLE stored_file ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE stored_file FORCE ROW LEVEL SECURITY",
    "CREATE POLICY giver ON stored_file FOR ALL TO portal_app USING (holder_digest = portal_door('holder') OR person_id = portal_person()) WITH CHECK (holder_digest = portal_door('holder') OR person_id = portal_person())",
    "CREATE POLICY organisation_reads ON stored_file FOR SELECT TO portal_app USING (organisation_id = portal_organisation() AND (NOT (holder_digest IS NOT NULL OR person_id IS NOT NULL) OR released_at IS NOT NULL))",
    "CREATE POLICY organisation_own ON stored_file FOR ALL TO portal_app USING (organisation_id = portal_organisation() AND NOT (holder_digest IS NOT NULL OR person_id IS NOT NULL)) WITH CHECK (organisation_id = portal_organisation() AND NOT (holder_digest IS NOT NULL OR person_id IS NOT NULL))",
    "CREATE POLICY published ON stored_file FOR SELECT TO portal_app USING (is_public)",
    "CREATE POLICY addressed ON stored_file FOR SELECT TO portal_app USING (EXISTS (SELECT 1 FROM application_message m WHERE m.file_id = stored_file.id))",
    "CREATE POLICY door_file ON stored_file FOR ALL TO portal_app USING (id::text = portal_door('file')) WITH CHECK (id::text = portal_door('file'))",
    "CREATE POLICY keeper ON stored_file FOR SELECT TO portal_keeper USING (true)",
    "ALTER TABLE stored_object ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE stored_object FORCE ROW LEVEL SECURITY",
    "CREATE POLICY file ON stored_object FOR ALL TO portal_app USING (EXISTS (SELECT 1 FROM stored_file f WHERE f.id = file_id)) WITH CHECK (EXISTS (SELECT 1 FROM stored_file f WHERE f.id = file_id))",
    "CREATE POLICY keeper ON stored_object FOR SELECT TO portal_keeper USING (true)",
    "ALTER TABLE file_opening ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE file_opening FORCE ROW LEVEL SECURITY",
    "CREATE POLICY seen ON file_opening FOR SELECT TO portal_app USING (EXISTS (SELECT 1 FROM stored_file f WHERE f.id = file_id))",
    "CREATE POLICY written ON file_opening FOR INSERT TO portal_app WITH CHECK (organisation_id = portal_organisation())",
    "ALTER TABLE content_translation ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE content_translation FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organisation ON content_translation FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation())",
    "ALTER TABLE application ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE application FORCE ROW LEVEL SECURITY",
    "CREATE POLICY candidate ON application FOR SELECT TO portal_app USING (holder_digest = portal_door('holder') OR person_id = portal_person())",
    "CREATE POLICY candidate_starts ON application FOR INSERT TO portal_app WITH CHECK ((holder_digest = portal_door('holder') OR person_id = portal_person()) AND EXISTS (SELECT 1 FROM published_offer p WHERE p.offer_id = application.offer_id AND p.organisation_id = application.organisation_id AND p.state = 'published'))",
    "CREATE POLICY candidate_vanishes ON application FOR INSERT TO portal_app WITH CHECK (holder_digest = portal_door('holder') AND state = 'withdrawn' AND person_id IS NULL AND candidate_name = '' AND contact_phone = '' AND contact_email = '')",
    "CREATE POLICY candidate_changes ON application FOR UPDATE TO portal_app USING (holder_digest = portal_door('holder') OR person_id = portal_person()) WITH CHECK (holder_digest = portal_door('holder') OR person_id = portal_person())",
    "CREATE POLICY candidate_erases ON application FOR DELETE TO portal_app USING (holder_digest = portal_door('holder') OR person_id = portal_person())",
    "CREATE POLICY structure ON application FOR SELECT TO portal_app USING (organisation_id = portal_organisation() AND submitted_at IS NOT NULL)",
    "CREATE POLICY structure_changes ON application FOR UPDATE TO portal_app USING (organisation_id = portal_organisation() AND submitted_at IS NOT NULL) WITH CHECK (organisation_id = portal_organisation() AND submitted_at IS NOT NULL)",
    "CREATE POLICY structure_erases ON application FOR DELETE TO portal_app USING (organisation_id = portal_organisation() AND submitted_at IS NOT NULL)",
    "CREATE POLICY keeper ON application FOR SELECT TO portal_keeper USING (true)",
    "ALTER TABLE application_part ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE application_part FORCE ROW LEVEL SECURITY",
    "CREATE POLICY application ON application_part FOR ALL TO portal_app USING (EXISTS (SELECT 1 FROM application a WHERE a.id = application_id)) WITH CHECK (EXISTS (SELECT 1 FROM application a WHERE a.id = application_id))",
    "ALTER TABLE application_event ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE application_event FORCE ROW LEVEL SECURITY",
    "CREATE POLICY candidate ON application_event FOR SELECT TO portal_app USING (for_candidate AND EXISTS (SELECT 1 FROM application a WHERE a.id = application_id))",
    "CREATE POLICY structure ON application_event FOR SELECT TO portal_app USING (organisation_id = portal_organisation())",
    "CREATE POLICY written ON application_event FOR INSERT TO portal_app WITH CHECK (EXISTS (SELECT 1 FROM application a WHERE a.id = application_id))",
    "ALTER TABLE application_message ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE application_message FORCE ROW LEVEL SECURITY",
    "CREATE POLICY application ON application_message FOR ALL TO portal_app USING (EXISTS (SELECT 1 FROM application a WHERE a.id = application_id)) WITH CHECK (EXISTS (SELECT 1 FROM application a WHERE a.id = application_id))",
    "ALTER TABLE offer ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE offer FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organisation ON offer FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation())",
    "CREATE POLICY keeper ON offer FOR SELECT TO portal_keeper USING (true)",
    "ALTER TABLE offer_question ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE offer_question FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organisation ON offer_question FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation())",
    "ALTER TABLE offer_recording ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE offer_recording FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organisation ON offer_recording FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation())",
    "ALTER TABLE offer_event ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE offer_event FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organisation ON offer_event FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation())",
    "ALTER TABLE offer_relay ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE offer_relay FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organisation ON offer_relay FOR ALL TO portal_app USING (federation_id = portal_organisation()) WITH CHECK (federation_id = portal_organisation())",
    "CREATE POLICY everybody ON offer_relay FOR SELECT TO portal_app USING (true)",
    "ALTER TABLE published_offer ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE published_offer FORCE ROW LEVEL SECURITY",
    "CREATE POLICY everybody ON published_offer FOR SELECT TO portal_app USING (true)",
    "CREATE POLICY organisation ON published_offer FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation())",
    "ALTER TABLE screening_note ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE screening_note FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organisation ON screening_note FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation())",
    "ALTER TABLE callback_request ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE callback_request FORCE ROW LEVEL SECURITY",
    "CREATE POLICY application ON callback_request FOR ALL TO portal_app USING (EXISTS (SELECT 1 FROM application a WHERE a.id = application_id)) WITH CHECK (EXISTS (SELECT 1 FROM application a WHERE a.id = application_id))",
    "ALTER TABLE callback_try ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE callback_try FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organisation ON callback_try FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation())",
    "ALTER TABLE state_text ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE state_text FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organisation ON state_text FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation())",
)

# What `portal_keeper` may read: the columns its doors need, no more.
KEPT = {
    "outgoing_message": "id, state, created_at, sent_at",
    "audit_entry": "seq, chain, at, hash",
    "person": "id, display_name, locale, closed_at",
    "contact_point": "person_id, kind, value, digest",
    "sign_in_code": "expires_at",
    "sign_in": "id, person_id, token_digest, last_seen_at, expires_at, ended_at",
    "organisation": "id, kind, slug, name, standing, federation_id",
    "membership": "id, organisation_id, person_id, role",
    "invitation": "id, organisation_id, token_digest, role, sent_to, invited_by, expires_at, accepted_at, revoked_at",
    "stored_file": "id, state, created_at, received_at",
    "stored_object": "id, file_id, wrapped_key",
    "application": "id, organisation_id, offer_id, holder_digest, state, created_at, submitted_at, answer_due_on, state_changed_at, last_activity_at, reminded_at, federation_told_at, pool_until, interview_on, interview_passed_at, waiting_for_answer",
    "offer": "id, organisation_id, slug, state, title, expires_at, expiry_warned_at, answer_days",
}

# Whose rows `portal_keeper` deletes, through a door, once their retention is over.
FORGOTTEN = ("outgoing_message", "audit_entry", "sign_in_code", "sign_in")


def upgrade() -> None:
    # ### commands auto generated by Alembic - please adjust! ###
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("chain", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_entry")),
    )
    op.create_index("ix_audit_entry_at", "audit_entry", ["at"], unique=False)
    op.create_index("ix_audit_entry_chain", "audit_entry", ["chain", "seq"], unique=False)
    op.create_index(
        "ix_audit_entry_organisation_id",
        "audit_entry",
        ["organisation_id", "at"],
        unique=False,
    )
    op.create_table(
        "erasure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("kind", "subject_id", name=op.f("uq_erasure_kind_subject_id")),
    )
    op.create_table(
        "nomenclature_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scheme", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_nomenclature_entry_validity"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomenclature_entry")),
        sa.UniqueConstraint(
            "scheme",
            "code",
            "valid_from",
            name=op.f("uq_nomenclature_entry_scheme_code_valid_from"),
        ),
    )
    op.create_table(
        "outgoing_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.String(length=5), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        sa.Column("once_key", sa.String(length=120), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("channel IN ('mail', 'sms')", name=op.f("ck_outgoing_message_channel")),
        sa.CheckConstraint(
            "state IN ('queued', 'sent', 'failed', 'dead')",
            name=op.f("ck_outgoing_message_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_message")),
        sa.UniqueConstraint("once_key", name=op.f("uq_outgoing_message_once_key")),
    )
    op.create_index(
        "ix_outgoing_message_created_at",
        "outgoing_message",
        ["created_at"],
        unique=False,
    )
    op.create_index(
        "ix_outgoing_message_organisation_id",
        "outgoing_message",
        ["organisation_id", "about_id"],
        unique=False,
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("display_name", sa.String(length=120), nullable=False),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "sign_in_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("browser_digest", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=320), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("attempts BETWEEN 0 AND 5", name=op.f("ck_sign_in_code_attempts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_code")),
    )
    op.create_index(
        "ix_sign_in_code_browser_digest",
        "sign_in_code",
        ["browser_digest"],
        unique=False,
    )
    op.create_index("ix_sign_in_code_expires_at", "sign_in_code", ["expires_at"], unique=False)
    op.create_table(
        "throttle_count",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("window_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "window_end", name=op.f("pk_throttle_count")),
    )
    op.create_index("ix_throttle_count_window_end", "throttle_count", ["window_end"], unique=False)
    op.create_table(
        "contact_point",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=320), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('email', 'phone')", name=op.f("ck_contact_point_kind")),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_contact_point_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_point")),
        sa.UniqueConstraint("digest", name=op.f("uq_contact_point_digest")),
    )
    op.create_index("ix_contact_point_person_id", "contact_point", ["person_id"], unique=False)
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("managing_body", sa.String(length=160), nullable=False),
        sa.Column("siret", sa.String(length=14), nullable=True),
        sa.Column("structure_type", sa.String(length=40), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("region", sa.String(length=3), nullable=False),
        sa.Column("department", sa.String(length=3), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column("contact_email", sa.String(length=320), nullable=False),
        sa.Column("contact_phone", sa.String(length=20), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(length=20), nullable=False),
        sa.Column("federation_id", sa.Uuid(), nullable=True),
        sa.Column("requested_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("admitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("standing_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('federation', 'structure', 'operator')",
            name=op.f("ck_organisation_kind"),
        ),
        sa.CheckConstraint(
            "standing IN ('pending', 'admitted', 'suspended')",
            name=op.f("ck_organisation_standing"),
        ),
        sa.CheckConstraint(
            "answer_days BETWEEN 1 AND 60", name=op.f("ck_organisation_answer_days")
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_federation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"],
            ["person.id"],
            name=op.f("fk_organisation_requested_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug")),
    )
    op.create_index(
        "ix_organisation_federation_id",
        "organisation",
        ["federation_id", "standing"],
        unique=False,
    )
    op.create_index(
        "ix_organisation_siret",
        "organisation",
        ["siret"],
        unique=True,
        postgresql_where=sa.text("standing = 'admitted'"),
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_sign_in_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_sign_in_token_digest")),
    )
    op.create_index("ix_sign_in_expires_at", "sign_in", ["expires_at"], unique=False)
    op.create_index("ix_sign_in_person_id", "sign_in", ["person_id"], unique=False)
    op.create_table(
        "content_translation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source_digest", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("reviewed_by", sa.String(length=120), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "origin IN ('person', 'machine')",
            name=op.f("ck_content_translation_origin"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_content_translation_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_translation")),
        sa.UniqueConstraint(
            "organisation_id",
            "subject_kind",
            "subject_id",
            "section",
            "language",
            name=op.f(
                "uq_content_translation_organisation_id_subject_kind_subject_id_section_language"
            ),
        ),
    )
    op.create_table(
        "establishment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("structure_type", sa.String(length=40), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=5), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column("department", sa.String(length=3), nullable=False),
        sa.Column("region", sa.String(length=3), nullable=False),
        sa.Column("opening_year", sa.Integer(), nullable=True),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_establishment_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_establishment")),
        sa.UniqueConstraint(
            "organisation_id", "id", name=op.f("uq_establishment_organisation_id_id")
        ),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("sent_to", sa.String(length=320), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role IN ('administrator', 'recruiter', 'writer')",
            name=op.f("ck_invitation_role"),
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"],
            ["person.id"],
            name=op.f("fk_invitation_invited_by"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_invitation_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_invitation_token_digest")),
    )
    op.create_index(
        "ix_invitation_organisation_id", "invitation", ["organisation_id"], unique=False
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('administrator', 'recruiter', 'writer')",
            name=op.f("ck_membership_role"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_membership_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_membership_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "organisation_id",
            "person_id",
            name=op.f("uq_membership_organisation_id_person_id"),
        ),
    )
    op.create_index("ix_membership_person_id", "membership", ["person_id"], unique=False)
    op.create_table(
        "offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("close_reason", sa.String(length=10), nullable=True),
        sa.Column("reached_step", sa.String(length=20), nullable=False),
        sa.Column("saved_from", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("denomination", sa.String(length=160), nullable=False),
        sa.Column("nature", sa.String(length=20), nullable=True),
        sa.Column("model", sa.String(length=1), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("positions", sa.Integer(), nullable=False),
        sa.Column("establishment_id", sa.Uuid(), nullable=True),
        sa.Column("establishment_name", sa.String(length=160), nullable=False),
        sa.Column("managing_body", sa.String(length=160), nullable=False),
        sa.Column("structure_type", sa.String(length=40), nullable=False),
        sa.Column("service", sa.String(length=160), nullable=False),
        sa.Column("opening_year", sa.Integer(), nullable=True),
        sa.Column("hierarchical_link", sa.String(length=160), nullable=False),
        sa.Column("coordinator", sa.String(length=160), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("internal_relations", sa.Text(), nullable=False),
        sa.Column("external_relations", sa.Text(), nullable=False),
        sa.Column("workplace", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=5), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column("department", sa.String(length=3), nullable=False),
        sa.Column("region", sa.String(length=3), nullable=False),
        sa.Column("territories", sa.Text(), nullable=False),
        sa.Column("mobility", sa.Text(), nullable=False),
        sa.Column("starts_asap", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("contract", sa.String(length=40), nullable=False),
        sa.Column("contract_duration", sa.String(length=200), nullable=False),
        sa.Column("hours_min", sa.Numeric(precision=4, scale=2), nullable=True),
        sa.Column("hours_max", sa.Numeric(precision=4, scale=2), nullable=True),
        sa.Column("time_choice", sa.String(length=10), nullable=True),
        sa.Column("time_note", sa.Text(), nullable=False),
        sa.Column("training_hours", sa.Text(), nullable=False),
        sa.Column("pay_min", sa.Numeric(precision=9, scale=2), nullable=True),
        sa.Column("pay_max", sa.Numeric(precision=9, scale=2), nullable=True),
        sa.Column("pay_unit", sa.String(length=10), nullable=False),
        sa.Column("collective_agreement", sa.String(length=20), nullable=False),
        sa.Column("pay_index", sa.String(length=120), nullable=False),
        sa.Column("pay_note", sa.Text(), nullable=False),
        sa.Column("schedule_days", sa.Text(), nullable=False),
        sa.Column("schedule_slots", sa.Text(), nullable=False),
        sa.Column("schedule_weekends", sa.Text(), nullable=False),
        sa.Column("schedule_break", sa.String(length=120), nullable=False),
        sa.Column("missions", postgresql.JSONB(), nullable=False),
        sa.Column("missions_open_ended", sa.Boolean(), nullable=False),
        sa.Column("organisation_model", sa.String(length=20), nullable=True),
        sa.Column("vigilance", sa.Text(), nullable=False),
        sa.Column("confidentiality", sa.Text(), nullable=False),
        sa.Column("training_requirement", sa.String(length=20), nullable=True),
        sa.Column("training_detail", sa.Text(), nullable=False),
        sa.Column("diploma_required", sa.Boolean(), nullable=False),
        sa.Column("diploma", sa.Text(), nullable=False),
        sa.Column("beginners_welcome", sa.Boolean(), nullable=False),
        sa.Column("experience", sa.Text(), nullable=False),
        sa.Column("french_oral", sa.String(length=10), nullable=False),
        sa.Column("french_written", sa.String(length=10), nullable=False),
        sa.Column("french_needs", postgresql.JSONB(), nullable=False),
        sa.Column("languages", postgresql.JSONB(), nullable=False),
        sa.Column("licence", sa.String(length=20), nullable=False),
        sa.Column("numeracy", sa.Text(), nullable=False),
        sa.Column("software", sa.Text(), nullable=False),
        sa.Column("criteria", postgresql.JSONB(), nullable=False),
        sa.Column("formerly_supported", sa.String(length=20), nullable=True),
        sa.Column("formerly_supported_note", sa.Text(), nullable=False),
        sa.Column("evolutions", sa.Text(), nullable=False),
        sa.Column("ways", postgresql.JSONB(), nullable=False),
        sa.Column("steps", postgresql.JSONB(), nullable=False),
        sa.Column("contact_name", sa.String(length=160), nullable=False),
        sa.Column("contact_role", sa.String(length=160), nullable=False),
        sa.Column("contact_email", sa.String(length=320), nullable=False),
        sa.Column("contact_phone", sa.String(length=20), nullable=False),
        sa.Column("copy_to", sa.String(length=640), nullable=False),
        sa.Column("apply_until", sa.Date(), nullable=True),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("indexable", sa.Boolean(), nullable=False),
        sa.Column("relayable", sa.Boolean(), nullable=False),
        sa.Column("justifications", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expiry_warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'closed') = (close_reason IS NOT NULL) AND (close_reason IS NULL OR close_reason IN ('filled', 'cancelled', 'expired'))",
            name=op.f("ck_offer_close_reason"),
        ),
        sa.CheckConstraint(
            "state <> 'published' OR (pay_min IS NOT NULL AND pay_max IS NOT NULL AND collective_agreement <> '' AND training_requirement IS NOT NULL AND nature IS NOT NULL AND expires_at IS NOT NULL)",
            name=op.f("ck_offer_publishable"),
        ),
        sa.CheckConstraint(
            "state = 'draft' OR published_at IS NOT NULL",
            name=op.f("ck_offer_published_at"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'paused', 'closed')",
            name=op.f("ck_offer_state"),
        ),
        sa.CheckConstraint("answer_days BETWEEN 1 AND 60", name=op.f("ck_offer_answer_days")),
        sa.CheckConstraint(
            "pay_min IS NULL OR pay_min <= pay_max", name=op.f("ck_offer_pay_range")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_offer_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_offer_organisation_id_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_offer_slug")),
    )
    op.create_index(
        "ix_offer_expires_at",
        "offer",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_index(
        "ix_offer_organisation_id_updated_at",
        "offer",
        ["organisation_id", "updated_at"],
        unique=False,
    )
    op.create_table(
        "state_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_state_text_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state_text")),
        sa.UniqueConstraint(
            "organisation_id",
            "state",
            "language",
            name=op.f("uq_state_text_organisation_id_state_language"),
        ),
    )
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("holder_digest", sa.String(length=64), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=True),
        sa.Column("declared_size", sa.BigInteger(), nullable=False),
        sa.Column("received_size", sa.BigInteger(), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("duration", sa.Double(), nullable=True),
        sa.Column("waveform", postgresql.ARRAY(sa.SmallInteger()), nullable=True),
        sa.Column("page_count", sa.Integer(), nullable=True),
        sa.Column("text_preview", sa.Text(), nullable=False),
        sa.Column("refusal", sa.String(length=40), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('audio', 'document')", name=op.f("ck_stored_file_kind")),
        sa.CheckConstraint(
            "state IN ('receiving', 'received', 'ready', 'refused')",
            name=op.f("ck_stored_file_state"),
        ),
        sa.CheckConstraint(
            "NOT is_public OR holder_digest IS NULL",
            name=op.f("ck_stored_file_public_is_ours"),
        ),
        sa.CheckConstraint(
            "declared_size BETWEEN 1 AND 26214400", name=op.f("ck_stored_file_size")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_stored_file_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_stored_file_person_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint(
            "organisation_id", "id", name=op.f("uq_stored_file_organisation_id_id")
        ),
    )
    op.create_index("ix_stored_file_holder_digest", "stored_file", ["holder_digest"], unique=False)
    op.create_index(
        "ix_stored_file_state_created_at",
        "stored_file",
        ["state", "created_at"],
        unique=False,
    )
    op.create_table(
        "application",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("holder_digest", sa.String(length=64), nullable=False),
        sa.Column("token_version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("offer_title", sa.String(length=160), nullable=False),
        sa.Column("structure_name", sa.String(length=160), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("candidate_name", sa.String(length=120), nullable=False),
        sa.Column("contact_phone", sa.String(length=20), nullable=False),
        sa.Column("contact_email", sa.String(length=320), nullable=False),
        sa.Column("ways", postgresql.JSONB(), nullable=False),
        sa.Column("time_wish", sa.String(length=10), nullable=False),
        sa.Column("time_note", sa.String(length=200), nullable=False),
        sa.Column("adjustment", sa.Text(), nullable=False),
        sa.Column("helped_by", sa.String(length=120), nullable=False),
        sa.Column("letter_text", sa.Text(), nullable=False),
        sa.Column("draft", postgresql.JSONB(), nullable=False),
        sa.Column("consent_text", sa.Text(), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("state_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_activity_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_for_answer", sa.Boolean(), nullable=False),
        sa.Column("interview_on", sa.DateTime(timezone=True), nullable=True),
        sa.Column("interview_passed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("federation_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pool_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pool_consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pool_until", sa.Date(), nullable=True),
        sa.Column("decline_kind", sa.String(length=10), nullable=True),
        sa.CheckConstraint(
            "time_wish IN ('', 'full', 'part', 'unsure')",
            name=op.f("ck_application_time_wish"),
        ),
        sa.CheckConstraint(
            "(state = 'draft') = (submitted_at IS NULL)",
            name=op.f("ck_application_submitted"),
        ),
        sa.CheckConstraint(
            "state <> 'pool' OR (pool_until IS NOT NULL AND pool_consented_at IS NOT NULL)",
            name=op.f("ck_application_pool"),
        ),
        sa.CheckConstraint(
            "(state = 'declined') = (decline_kind IS NOT NULL) AND (decline_kind IS NULL OR decline_kind IN ('post', 'timing', 'match', 'person'))",
            name=op.f("ck_application_decline_kind"),
        ),
        sa.CheckConstraint(
            "NOT waiting_for_answer OR state IN ('received', 'in_review', 'interview', 'offered', 'pool')",
            name=op.f("ck_application_waiting"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR (consented_at IS NOT NULL AND answer_due_on IS NOT NULL AND (contact_phone <> '' OR contact_email <> ''))",
            name=op.f("ck_application_complete"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'received', 'in_review', 'interview', 'offered', 'accepted', 'declined', 'withdrawn', 'pool', 'obsolete')",
            name=op.f("ck_application_state"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "offer_id"],
            ["offer.organisation_id", "offer.id"],
            name=op.f("fk_application_organisation_id_offer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_application_person_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("holder_digest", name=op.f("uq_application_holder_digest")),
        sa.UniqueConstraint(
            "organisation_id", "id", name=op.f("uq_application_organisation_id_id")
        ),
    )
    op.create_index(
        "ix_application_answer_due_on",
        "application",
        ["answer_due_on"],
        unique=False,
        postgresql_where=sa.text("waiting_for_answer"),
    )
    op.create_index(
        "ix_application_drafts",
        "application",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_index(
        "ix_application_inbox",
        "application",
        [
            "organisation_id",
            sa.literal_column("submitted_at DESC"),
            sa.literal_column("id DESC"),
        ],
        unique=False,
        postgresql_where=sa.text("submitted_at IS NOT NULL"),
    )
    op.create_index(
        "ix_application_offer",
        "application",
        ["organisation_id", "offer_id", sa.literal_column("submitted_at DESC")],
        unique=False,
        postgresql_where=sa.text("submitted_at IS NOT NULL"),
    )
    op.create_index("ix_application_person_id", "application", ["person_id"], unique=False)
    op.create_index(
        "ix_application_unread",
        "application",
        ["organisation_id", sa.literal_column("submitted_at DESC")],
        unique=False,
        postgresql_where=sa.text(
            "submitted_at IS NOT NULL AND (seen_at IS NULL OR seen_at < last_activity_at)"
        ),
    )
    op.create_index(
        "ix_application_waiting",
        "application",
        ["organisation_id", "answer_due_on"],
        unique=False,
        postgresql_where=sa.text("waiting_for_answer"),
    )
    op.create_table(
        "file_opening",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "file_id"],
            ["stored_file.organisation_id", "stored_file.id"],
            name=op.f("fk_file_opening_organisation_id_file_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_file_opening_person_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_opening")),
    )
    op.create_index(
        "ix_file_opening_file_id",
        "file_opening",
        ["file_id", "opened_at"],
        unique=False,
    )
    op.create_table(
        "offer_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("from_state", sa.String(length=10), nullable=False),
        sa.Column("to_state", sa.String(length=10), nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "offer_id"],
            ["offer.organisation_id", "offer.id"],
            name=op.f("fk_offer_event_organisation_id_offer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_event")),
    )
    op.create_index("ix_offer_event_offer_id", "offer_event", ["offer_id", "at"], unique=False)
    op.create_table(
        "offer_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "offer_id"],
            ["offer.organisation_id", "offer.id"],
            name=op.f("fk_offer_question_organisation_id_offer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_question")),
        sa.UniqueConstraint(
            "organisation_id", "id", name=op.f("uq_offer_question_organisation_id_id")
        ),
    )
    op.create_table(
        "offer_recording",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("read_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "file_id"],
            ["stored_file.organisation_id", "stored_file.id"],
            name=op.f("fk_offer_recording_organisation_id_file_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "offer_id"],
            ["offer.organisation_id", "offer.id"],
            name=op.f("fk_offer_recording_organisation_id_offer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_recording")),
        sa.UniqueConstraint(
            "organisation_id",
            "offer_id",
            "language",
            name=op.f("uq_offer_recording_organisation_id_offer_id_language"),
        ),
    )
    op.create_table(
        "published_offer",
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("apply_until", sa.Date(), nullable=True),
        sa.Column("region", sa.String(length=3), nullable=False),
        sa.Column("department", sa.String(length=3), nullable=False),
        sa.Column("facets", postgresql.ARRAY(sa.String(length=40)), nullable=False),
        sa.Column("card", postgresql.JSONB(), nullable=False),
        sa.Column("document", postgresql.JSONB(), nullable=False),
        sa.Column("search", postgresql.TSVECTOR(), nullable=False),
        sa.CheckConstraint(
            "state IN ('published', 'paused', 'gone')",
            name=op.f("ck_published_offer_state"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "offer_id"],
            ["offer.organisation_id", "offer.id"],
            name=op.f("fk_published_offer_organisation_id_offer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_published_offer")),
        sa.UniqueConstraint("slug", name=op.f("uq_published_offer_slug")),
    )
    op.create_index(
        "ix_published_offer_newest",
        "published_offer",
        [sa.literal_column("published_at DESC, offer_id DESC")],
        unique=False,
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_index(
        "ix_published_offer_organisation_id",
        "published_offer",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        "ix_published_offer_region",
        "published_offer",
        ["region", sa.literal_column("published_at DESC")],
        unique=False,
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_index(
        "ix_published_offer_search",
        "published_offer",
        ["search"],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_table(
        "stored_object",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("wrapped_key", sa.String(length=400), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('piece', 'original', 'content', 'preview')",
            name=op.f("ck_stored_object_role"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["stored_file.id"],
            name=op.f("fk_stored_object_file_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_object")),
        sa.UniqueConstraint(
            "file_id",
            "role",
            "position",
            name=op.f("uq_stored_object_file_id_role_position"),
        ),
    )
    op.create_table(
        "application_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("from_state", sa.String(length=12), nullable=False),
        sa.Column("to_state", sa.String(length=12), nullable=False),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        sa.Column("for_candidate", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "application_id"],
            ["application.organisation_id", "application.id"],
            name=op.f("fk_application_event_organisation_id_application_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_event")),
    )
    op.create_index(
        "ix_application_event_application_id",
        "application_event",
        ["application_id", "at"],
        unique=False,
    )
    op.create_table(
        "application_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "author IN ('candidate', 'structure')",
            name=op.f("ck_application_message_author"),
        ),
        sa.CheckConstraint(
            "file_id IS NOT NULL OR body <> ''",
            name=op.f("ck_application_message_not_empty"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "application_id"],
            ["application.organisation_id", "application.id"],
            name=op.f("fk_application_message_organisation_id_application_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "file_id"],
            ["stored_file.organisation_id", "stored_file.id"],
            name=op.f("fk_application_message_organisation_id_file_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_message")),
    )
    op.create_index(
        "ix_application_message_application_id",
        "application_message",
        ["application_id", "at"],
        unique=False,
    )
    op.create_index(
        "ix_application_message_file_id",
        "application_message",
        ["file_id"],
        unique=False,
        postgresql_where=sa.text("file_id IS NOT NULL"),
    )
    op.create_table(
        "application_part",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=True),
        sa.Column("question_text", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "file_id IS NOT NULL OR text <> ''",
            name=op.f("ck_application_part_not_empty"),
        ),
        sa.CheckConstraint(
            "kind IN ('voice', 'cv', 'letter', 'answer')",
            name=op.f("ck_application_part_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "application_id"],
            ["application.organisation_id", "application.id"],
            name=op.f("fk_application_part_organisation_id_application_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "file_id"],
            ["stored_file.organisation_id", "stored_file.id"],
            name=op.f("fk_application_part_organisation_id_file_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_part")),
        sa.UniqueConstraint(
            "application_id",
            "file_id",
            name=op.f("uq_application_part_application_id_file_id"),
        ),
    )
    op.create_index(
        "ix_application_part_application_id",
        "application_part",
        ["application_id", "position"],
        unique=False,
    )
    op.create_table(
        "callback_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("moments", postgresql.ARRAY(sa.String(length=20)), nullable=False),
        sa.Column("moments_note", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'reached', 'given_up')",
            name=op.f("ck_callback_request_state"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "application_id"],
            ["application.organisation_id", "application.id"],
            name=op.f("fk_callback_request_organisation_id_application_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callback_request")),
        sa.UniqueConstraint("application_id", name=op.f("uq_callback_request_application_id")),
        sa.UniqueConstraint(
            "organisation_id", "id", name=op.f("uq_callback_request_organisation_id_id")
        ),
    )
    op.create_index(
        "ix_callback_request_queue",
        "callback_request",
        ["organisation_id", "state", "created_at"],
        unique=False,
    )
    op.create_table(
        "offer_relay",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("federation_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("relayed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id"],
            ["organisation.id"],
            name=op.f("fk_offer_relay_federation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["published_offer.offer_id"],
            name=op.f("fk_offer_relay_offer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_relay")),
        sa.UniqueConstraint(
            "federation_id",
            "offer_id",
            name=op.f("uq_offer_relay_federation_id_offer_id"),
        ),
    )
    op.create_index("ix_offer_relay_offer_id", "offer_relay", ["offer_id"], unique=False)
    op.create_table(
        "screening_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("mentions", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "application_id"],
            ["application.organisation_id", "application.id"],
            name=op.f("fk_screening_note_organisation_id_application_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_screening_note_person_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_note")),
    )
    op.create_index(
        "ix_screening_note_application_id",
        "screening_note",
        ["application_id", "at"],
        unique=False,
    )
    op.create_table(
        "callback_try",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("callback_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('reached', 'no_answer', 'wrong_number', 'call_later')",
            name=op.f("ck_callback_try_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "callback_id"],
            ["callback_request.organisation_id", "callback_request.id"],
            name=op.f("fk_callback_try_organisation_id_callback_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callback_try")),
    )
    op.create_index(
        "ix_callback_try_callback_id",
        "callback_try",
        ["callback_id", "at"],
        unique=False,
    )
    # ### end Alembic commands ###
    _run(REACH)
    _run(SEARCH)
    for statement in WALLS:
        op.execute(sa.text(statement))
    op.execute("GRANT USAGE, CREATE ON SCHEMA public TO portal_keeper")
    for table, columns in KEPT.items():
        op.execute(f"GRANT SELECT ({columns}) ON {table} TO portal_keeper")
    op.execute(f"GRANT DELETE ON {', '.join(FORGOTTEN)} TO portal_keeper")
    _run(MOVES)
    _run(OFFER_MOVES)
    _run(STANDING)
    _run(DOORS)
    op.execute("REVOKE CREATE ON SCHEMA public FROM portal_keeper")
    _run(procrastinate.schema.SchemaManager.get_schema())
    op.execute("GRANT USAGE ON SCHEMA public TO portal_app")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO portal_app")
    op.execute("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO portal_app")
    op.execute(
        "REVOKE UPDATE, DELETE ON audit_entry, erasure, file_opening, offer_event FROM portal_app"
    )
    op.execute("REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM portal_app")


def _run(script: str) -> None:
    """Several statements at once, past the parameter parser."""
    cursor = op.get_bind().connection.cursor()
    cursor.execute(script)
    cursor.close()


def downgrade() -> None:
    raise NotImplementedError("the first schema has nothing before it: drop the database instead")
