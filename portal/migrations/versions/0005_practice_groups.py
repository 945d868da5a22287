"""Practice groups, their dates and notes; who is near, and the words the portal carries."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Narrow doors, owned by portal_keeper: what the policies below ask about the person of this
# transaction, and what jobs and facilitators may know without seeing a row.
DOORS = """
-- The groups of the person of this transaction, in their own space only.
CREATE FUNCTION door_my_groups() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT m.group_id FROM group_membership m
    WHERE m.person_id = portal_person() AND portal_organisation() IS NULL
$$;

-- Those among them they host.
CREATE FUNCTION door_hosted_groups() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT m.group_id FROM group_membership m
    WHERE m.person_id = portal_person() AND m.role = 'host' AND portal_organisation() IS NULL
$$;

-- Whether a federation or somebody runs this group: nobody else makes themselves its host.
CREATE FUNCTION door_is_run(wanted uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM group_membership m WHERE m.group_id = wanted AND m.role = 'host')
        OR EXISTS (SELECT 1 FROM practice_group g
                   WHERE g.id = wanted AND g.organisation_id IS NOT NULL)
$$;

-- The meetings the person of this transaction signed up for.
CREATE FUNCTION door_my_sign_ups() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.meeting_id FROM meeting_sign_up s
    WHERE s.person_id = portal_person() AND portal_organisation() IS NULL
$$;

-- The notes the person of this transaction was asked about.
CREATE FUNCTION door_asked_notes() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.note_id FROM note_consent c
    WHERE c.person_id = portal_person() AND portal_organisation() IS NULL
$$;

-- The notes of their groups that somebody wants closed; not who.
CREATE FUNCTION door_contested_notes() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.note_id FROM note_consent c JOIN meeting_note n ON n.id = c.note_id
    WHERE c.objected_at IS NOT NULL AND n.group_id IN (SELECT door_my_groups())
$$;

-- How many take part in each group of the federation of this transaction: nothing below five.
CREATE FUNCTION door_group_counts() RETURNS TABLE (group_id uuid, how_many bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT g.id, count(*) FROM practice_group g JOIN group_membership m ON m.group_id = g.id
    WHERE g.organisation_id = portal_organisation()
    GROUP BY g.id HAVING count(*) >= 5
$$;

-- How many come to each meeting of those groups: nothing below five.
CREATE FUNCTION door_meeting_counts() RETURNS TABLE (meeting_id uuid, how_many bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT d.id, count(*) FROM practice_group g JOIN group_meeting d ON d.group_id = g.id
    JOIN meeting_sign_up s ON s.meeting_id = d.id
    WHERE g.organisation_id = portal_organisation()
    GROUP BY d.id HAVING count(*) >= 5
$$;

-- Who must be reminded of a meeting that comes: for a job.
CREATE FUNCTION door_due_reminders(at timestamptz, remind_until timestamptz)
  RETURNS TABLE (sign_up_id uuid, person_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.id, s.person_id FROM meeting_sign_up s JOIN group_meeting d ON d.id = s.meeting_id
    WHERE d.starts_at > at AND d.starts_at <= remind_until AND d.cancelled_at IS NULL
      AND s.reminded_at IS NULL
    ORDER BY d.starts_at LIMIT 1000
$$;

-- Who is told that a meeting changed: the meeting is named by a job, not by a visitor.
CREATE FUNCTION door_signed_up(wanted_meeting uuid) RETURNS TABLE (person_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.person_id FROM meeting_sign_up s WHERE s.meeting_id = wanted_meeting
$$;

-- Notes whose time to object is over and which nobody objected to: for a job.
CREATE FUNCTION door_due_notes(at timestamptz) RETURNS TABLE (note_id uuid, author_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT n.id, n.author_id FROM meeting_note n
    WHERE n.opened_at IS NULL AND n.opens_at <= at
      AND NOT EXISTS (SELECT 1 FROM note_consent c
                      WHERE c.note_id = n.id AND c.objected_at IS NOT NULL)
    LIMIT 1000
$$;

-- The departments around the person of this transaction, if they let themselves be seen.
CREATE FUNCTION door_near_me() RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT unnest(c.near)::text FROM nearby_card c WHERE c.person_id = portal_person()
$$;

-- Who wants no more messages from them.
CREATE FUNCTION door_refused_me() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT m.to_id FROM nearby_message m
    WHERE m.from_id = portal_person() AND m.refused_at IS NOT NULL
$$;

-- What is over: counted, and deleted unless it is only a rehearsal. What hangs on it goes too. A
-- group nobody is in and no federation runs is over.
CREATE FUNCTION door_forget_events(sign_ups_before timestamptz, meetings_before timestamptz,
                                   groups_before timestamptz, messages_before timestamptz,
                                   cards_before date, rehearsal boolean)
  RETURNS TABLE (what text, how_many bigint)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT 'meeting_sign_up', count(*) FROM meeting_sign_up s
      JOIN group_meeting d ON d.id = s.meeting_id WHERE d.ends_at < sign_ups_before
    UNION ALL
    SELECT 'group_meeting', count(*) FROM group_meeting d WHERE d.ends_at < meetings_before
    UNION ALL
    SELECT 'practice_group', count(*) FROM practice_group g
      WHERE g.closed_at < groups_before OR (g.organisation_id IS NULL
        AND NOT EXISTS (SELECT 1 FROM group_membership m WHERE m.group_id = g.id))
    UNION ALL
    SELECT 'nearby_message', count(*) FROM nearby_message m
      WHERE m.written_at < messages_before AND m.refused_at IS NULL
    UNION ALL
    SELECT 'nearby_card', count(*) FROM nearby_card c WHERE c.until < cards_before;
  IF NOT rehearsal THEN
    DELETE FROM meeting_sign_up s USING group_meeting d
      WHERE d.id = s.meeting_id AND d.ends_at < sign_ups_before;
    DELETE FROM group_meeting d WHERE d.ends_at < meetings_before;
    DELETE FROM practice_group g
      WHERE g.closed_at < groups_before OR (g.organisation_id IS NULL
        AND NOT EXISTS (SELECT 1 FROM group_membership m WHERE m.group_id = g.id));
    DELETE FROM nearby_message m WHERE m.written_at < messages_before AND m.refused_at IS NULL;
    DELETE FROM nearby_card c WHERE c.until < cards_before;
  END IF;
END $$;
"""

_NEW_DOORS = """
DO $$
DECLARE door regprocedure;
BEGIN
  FOR door IN SELECT p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
              JOIN pg_roles r ON r.oid = p.proowner
              WHERE n.nspname = 'public' AND p.proname LIKE 'door\\_%' AND r.rolname <> 'portal_keeper'
  LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_keeper', door);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', door);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO portal_app', door);
  END LOOP;
END $$;
"""

WALLS = (
    "ALTER TABLE practice_group ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE practice_group FORCE ROW LEVEL SECURITY",
    "CREATE POLICY federation ON practice_group FOR ALL TO portal_app USING (organisation_id = portal_organisation() AND portal_organisation_kind() = 'federation') WITH CHECK (organisation_id = portal_organisation() AND portal_organisation_kind() = 'federation')",
    "CREATE POLICY listed ON practice_group FOR SELECT TO portal_app USING (audience <> 'invited' AND closed_at IS NULL AND portal_person() IS NOT NULL AND portal_organisation() IS NULL)",
    "CREATE POLICY member ON practice_group FOR SELECT TO portal_app USING (id IN (SELECT door_my_groups()))",
    "CREATE POLICY invited ON practice_group FOR SELECT TO portal_app USING (code_digest = portal_door('group'))",
    "CREATE POLICY founded ON practice_group FOR INSERT TO portal_app WITH CHECK (organisation_id IS NULL AND portal_person() IS NOT NULL AND portal_organisation() IS NULL AND code_digest = portal_door('group'))",
    "CREATE POLICY host ON practice_group FOR UPDATE TO portal_app USING (organisation_id IS NULL AND id IN (SELECT door_hosted_groups())) WITH CHECK (organisation_id IS NULL AND id IN (SELECT door_hosted_groups()))",
    "CREATE POLICY keeper ON practice_group FOR SELECT TO portal_keeper USING (true)",
    "CREATE POLICY forgotten ON practice_group FOR DELETE TO portal_keeper USING (true)",
    "ALTER TABLE group_membership ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE group_membership FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON group_membership FOR ALL TO portal_app USING (person_id = portal_person() AND portal_organisation() IS NULL) WITH CHECK (person_id = portal_person() AND portal_organisation() IS NULL AND group_id IN (SELECT g.id FROM practice_group g) AND (role = 'member' OR group_id IN (SELECT door_hosted_groups()) OR NOT door_is_run(group_id)))",
    "CREATE POLICY members ON group_membership FOR SELECT TO portal_app USING (group_id IN (SELECT door_my_groups()))",
    "CREATE POLICY host_removes ON group_membership FOR DELETE TO portal_app USING (group_id IN (SELECT door_hosted_groups()))",
    "CREATE POLICY named ON group_membership FOR SELECT TO portal_app USING (seen_by_facilitator AND group_id IN (SELECT g.id FROM practice_group g WHERE g.organisation_id = portal_organisation()))",
    "CREATE POLICY keeper ON group_membership FOR SELECT TO portal_keeper USING (true)",
    "ALTER TABLE group_meeting ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE group_meeting FORCE ROW LEVEL SECURITY",
    "CREATE POLICY seen ON group_meeting FOR SELECT TO portal_app USING (group_id IN (SELECT g.id FROM practice_group g))",
    "CREATE POLICY federation ON group_meeting FOR ALL TO portal_app USING (group_id IN (SELECT g.id FROM practice_group g WHERE g.organisation_id = portal_organisation())) WITH CHECK (group_id IN (SELECT g.id FROM practice_group g WHERE g.organisation_id = portal_organisation()))",
    "CREATE POLICY host ON group_meeting FOR ALL TO portal_app USING (group_id IN (SELECT door_hosted_groups())) WITH CHECK (group_id IN (SELECT door_hosted_groups()))",
    "CREATE POLICY keeper ON group_meeting FOR SELECT TO portal_keeper USING (true)",
    "CREATE POLICY forgotten ON group_meeting FOR DELETE TO portal_keeper USING (true)",
    "ALTER TABLE meeting_room ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE meeting_room FORCE ROW LEVEL SECURITY",
    "CREATE POLICY signed_up ON meeting_room FOR SELECT TO portal_app USING (meeting_id IN (SELECT door_my_sign_ups()))",
    "CREATE POLICY federation ON meeting_room FOR ALL TO portal_app USING (group_id IN (SELECT g.id FROM practice_group g WHERE g.organisation_id = portal_organisation())) WITH CHECK (group_id IN (SELECT g.id FROM practice_group g WHERE g.organisation_id = portal_organisation()))",
    "CREATE POLICY host ON meeting_room FOR ALL TO portal_app USING (group_id IN (SELECT door_hosted_groups())) WITH CHECK (group_id IN (SELECT door_hosted_groups()))",
    "ALTER TABLE meeting_sign_up ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE meeting_sign_up FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON meeting_sign_up FOR ALL TO portal_app USING (person_id = portal_person() AND portal_organisation() IS NULL) WITH CHECK (person_id = portal_person() AND portal_organisation() IS NULL AND group_id IN (SELECT door_my_groups()))",
    "CREATE POLICY members ON meeting_sign_up FOR SELECT TO portal_app USING (group_id IN (SELECT door_my_groups()))",
    "CREATE POLICY keeper ON meeting_sign_up FOR SELECT TO portal_keeper USING (true)",
    "CREATE POLICY forgotten ON meeting_sign_up FOR DELETE TO portal_keeper USING (true)",
    "ALTER TABLE meeting_note ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE meeting_note FORCE ROW LEVEL SECURITY",
    "CREATE POLICY author ON meeting_note FOR ALL TO portal_app USING (author_id = portal_person() AND portal_organisation() IS NULL) WITH CHECK (author_id = portal_person() AND portal_organisation() IS NULL AND group_id IN (SELECT door_my_groups()))",
    "CREATE POLICY asked ON meeting_note FOR SELECT TO portal_app USING (id IN (SELECT door_asked_notes()))",
    "CREATE POLICY members ON meeting_note FOR SELECT TO portal_app USING (opened_at IS NOT NULL AND group_id IN (SELECT door_my_groups()) AND id NOT IN (SELECT door_contested_notes()))",
    "CREATE POLICY keeper ON meeting_note FOR SELECT TO portal_keeper USING (true)",
    "ALTER TABLE note_consent ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE note_consent FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON note_consent FOR ALL TO portal_app USING (person_id = portal_person() AND portal_organisation() IS NULL) WITH CHECK (person_id = portal_person() AND portal_organisation() IS NULL AND note_id IN (SELECT n.id FROM meeting_note n))",
    "CREATE POLICY author_reads ON note_consent FOR SELECT TO portal_app USING (note_id IN (SELECT n.id FROM meeting_note n WHERE n.author_id = portal_person()))",
    "CREATE POLICY author_asks ON note_consent FOR INSERT TO portal_app WITH CHECK (note_id IN (SELECT n.id FROM meeting_note n WHERE n.author_id = portal_person()) AND objected_at IS NULL)",
    "CREATE POLICY keeper ON note_consent FOR SELECT TO portal_keeper USING (true)",
    "ALTER TABLE nearby_card ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE nearby_card FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON nearby_card FOR ALL TO portal_app USING (person_id = portal_person() AND portal_organisation() IS NULL) WITH CHECK (person_id = portal_person() AND portal_organisation() IS NULL)",
    "CREATE POLICY near ON nearby_card FOR SELECT TO portal_app USING (portal_organisation() IS NULL AND department IN (SELECT door_near_me()) AND person_id NOT IN (SELECT door_refused_me()))",
    "CREATE POLICY keeper ON nearby_card FOR SELECT TO portal_keeper USING (true)",
    "CREATE POLICY forgotten ON nearby_card FOR DELETE TO portal_keeper USING (true)",
    "ALTER TABLE nearby_message ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE nearby_message FORCE ROW LEVEL SECURITY",
    "CREATE POLICY sender ON nearby_message FOR SELECT TO portal_app USING (from_id = portal_person() AND portal_organisation() IS NULL)",
    "CREATE POLICY written ON nearby_message FOR INSERT TO portal_app WITH CHECK (from_id = portal_person() AND portal_organisation() IS NULL AND refused_at IS NULL AND to_id IN (SELECT c.person_id FROM nearby_card c))",
    "CREATE POLICY reader ON nearby_message FOR SELECT TO portal_app USING (to_id = portal_person() AND portal_organisation() IS NULL)",
    "CREATE POLICY reader_refuses ON nearby_message FOR UPDATE TO portal_app USING (to_id = portal_person() AND portal_organisation() IS NULL) WITH CHECK (to_id = portal_person() AND portal_organisation() IS NULL)",
    "CREATE POLICY keeper ON nearby_message FOR SELECT TO portal_keeper USING (true)",
    "CREATE POLICY forgotten ON nearby_message FOR DELETE TO portal_keeper USING (true)",
)

KEPT = {
    "practice_group": "id, organisation_id, closed_at",
    "group_membership": "id, group_id, person_id, role",
    "group_meeting": "id, group_id, starts_at, ends_at, cancelled_at",
    "meeting_sign_up": "id, meeting_id, person_id, reminded_at",
    "meeting_note": "id, group_id, author_id, opens_at, opened_at",
    "note_consent": "note_id, person_id, objected_at",
    "nearby_card": "person_id, near, until",
    "nearby_message": "from_id, to_id, written_at, refused_at",
}

FORGOTTEN = ("practice_group", "group_meeting", "meeting_sign_up", "nearby_card", "nearby_message")


TABLES = (
    "practice_group",
    "group_membership",
    "group_meeting",
    "meeting_room",
    "meeting_sign_up",
    "meeting_note",
    "note_consent",
    "nearby_card",
    "nearby_message",
)


def upgrade() -> None:
    op.create_table(
        "practice_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("how_often", sa.String(length=120), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column("by_video", sa.Boolean(), nullable=False),
        sa.Column("languages", sa.ARRAY(sa.String(length=20)), nullable=False),
        sa.Column("audience", sa.String(length=10), nullable=False),
        sa.Column("code_version", sa.Integer(), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "audience IN ('open', 'peers', 'invited')", name=op.f("ck_practice_group_audience")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_practice_group_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_group")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_practice_group_code_digest")),
    )
    op.create_index(
        "ix_practice_group_organisation_id", "practice_group", ["organisation_id"], unique=False
    )
    op.create_table(
        "group_membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("shown_name", sa.String(length=60), nullable=False),
        sa.Column("seen_by_facilitator", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('member', 'host')", name=op.f("ck_group_membership_role")),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["practice_group.id"],
            name=op.f("fk_group_membership_group_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_group_membership_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_membership")),
        sa.UniqueConstraint(
            "group_id", "person_id", name=op.f("uq_group_membership_group_id_person_id")
        ),
    )
    op.create_index(
        "ix_group_membership_person_id", "group_membership", ["person_id"], unique=False
    )
    op.create_table(
        "group_meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_group_meeting_lasts")),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["practice_group.id"],
            name=op.f("fk_group_meeting_group_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_meeting")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_group_meeting_group_id_id")),
    )
    op.create_index(
        "ix_group_meeting_group_id", "group_meeting", ["group_id", "starts_at"], unique=False
    )
    op.create_index("ix_group_meeting_starts_at", "group_meeting", ["starts_at"], unique=False)
    op.create_table(
        "meeting_room",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("video_link", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "meeting_id"],
            ["group_meeting.group_id", "group_meeting.id"],
            name=op.f("fk_meeting_room_group_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_meeting_room")),
    )
    op.create_table(
        "meeting_sign_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("signed_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id", "meeting_id"],
            ["group_meeting.group_id", "group_meeting.id"],
            name=op.f("fk_meeting_sign_up_group_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "person_id"],
            ["group_membership.group_id", "group_membership.person_id"],
            name=op.f("fk_meeting_sign_up_group_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_sign_up")),
        sa.UniqueConstraint(
            "meeting_id", "person_id", name=op.f("uq_meeting_sign_up_meeting_id_person_id")
        ),
    )
    op.create_index("ix_meeting_sign_up_person_id", "meeting_sign_up", ["person_id"], unique=False)
    op.create_table(
        "meeting_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id", "author_id"],
            ["group_membership.group_id", "group_membership.person_id"],
            name=op.f("fk_meeting_note_group_id_author_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "meeting_id"],
            ["group_meeting.group_id", "group_meeting.id"],
            name=op.f("fk_meeting_note_group_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_note")),
    )
    op.create_index("ix_meeting_note_author_id", "meeting_note", ["author_id"], unique=False)
    op.create_index("ix_meeting_note_group_id", "meeting_note", ["group_id"], unique=False)
    op.create_table(
        "note_consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("objected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wish", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["note_id"],
            ["meeting_note.id"],
            name=op.f("fk_note_consent_note_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_note_consent_person_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_consent")),
        sa.UniqueConstraint("note_id", "person_id", name=op.f("uq_note_consent_note_id_person_id")),
    )
    op.create_index("ix_note_consent_person_id", "note_consent", ["person_id"], unique=False)
    op.create_table(
        "nearby_card",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("shown_name", sa.String(length=60), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column("department", sa.String(length=3), nullable=False),
        sa.Column("near", sa.ARRAY(sa.String(length=3)), nullable=False),
        sa.Column("languages", sa.ARRAY(sa.String(length=20)), nullable=False),
        sa.Column("about", sa.String(length=300), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_nearby_card_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nearby_card")),
        sa.UniqueConstraint("person_id", name=op.f("uq_nearby_card_person_id")),
    )
    op.create_index("ix_nearby_card_department", "nearby_card", ["department"], unique=False)
    op.create_table(
        "nearby_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("from_name", sa.String(length=60), nullable=False),
        sa.Column("to_name", sa.String(length=60), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_nearby_message_two_people")),
        sa.ForeignKeyConstraint(
            ["from_id"], ["person.id"], name=op.f("fk_nearby_message_from_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["person.id"], name=op.f("fk_nearby_message_to_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nearby_message")),
    )
    op.create_index(
        "ix_nearby_message_from_id", "nearby_message", ["from_id", "written_at"], unique=False
    )
    op.create_index(
        "ix_nearby_message_to_id", "nearby_message", ["to_id", "written_at"], unique=False
    )

    op.execute("GRANT CREATE ON SCHEMA public TO portal_keeper")
    _run(DOORS)
    _run(_NEW_DOORS)
    op.execute("REVOKE CREATE ON SCHEMA public FROM portal_keeper")
    for statement in WALLS:
        op.execute(sa.text(statement))
    for table, columns in KEPT.items():
        op.execute(f"GRANT SELECT ({columns}) ON {table} TO portal_keeper")
    op.execute(f"GRANT DELETE ON {', '.join(FORGOTTEN)} TO portal_keeper")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(TABLES)} TO portal_app")


def _run(script: str) -> None:
    """Several statements at once, past the parameter parser."""
    cursor = op.get_bind().connection.cursor()
    cursor.execute(script)
    cursor.close()


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup")
