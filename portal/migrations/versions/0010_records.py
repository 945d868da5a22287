"""Records of competencies, shares, and the roles of managers and of team members."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0005"
branch_labels = None
depends_on = None

# What ends by itself ends at the moment of the request: without one, it is over (walls.py).
MOMENT = """
CREATE FUNCTION portal_at() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(nullif(current_setting('portal.at', true), '')::timestamptz, 'infinity') $$;
CREATE OR REPLACE FUNCTION door_session(digest text, at timestamptz, idle_since timestamptz)
  RETURNS TABLE (sign_in_id uuid, person_id uuid, display_name text, locale text,
                 last_seen_at timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT s.id, p.id, p.display_name::text, p.locale::text, s.last_seen_at
    INTO sign_in_id, person_id, display_name, locale, last_seen_at
    FROM sign_in s JOIN person p ON p.id = s.person_id
    WHERE s.token_digest = digest AND s.ended_at IS NULL AND s.expires_at > at
      AND s.last_seen_at > idle_since AND p.closed_at IS NULL;
  IF FOUND THEN
    PERFORM set_config('portal.person', person_id::text, true);
    PERFORM set_config('portal.at', at::text, true);
    RETURN NEXT;
  END IF;
END $$;
"""

# Whom somebody works with: names, and where; nobody else's.
COLLEAGUES = """
CREATE FUNCTION door_colleagues()
  RETURNS TABLE (person_id uuid, display_name text, organisation_id uuid, organisation text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, p.display_name, o.id, o.name
    FROM membership mine JOIN membership m ON m.organisation_id = mine.organisation_id
    JOIN person p ON p.id = m.person_id JOIN organisation o ON o.id = m.organisation_id
    WHERE mine.person_id = portal_person() AND m.person_id <> portal_person()
      AND p.closed_at IS NULL
    ORDER BY o.name, p.display_name, p.id
$$;
GRANT CREATE ON SCHEMA public TO portal_keeper;
ALTER FUNCTION door_colleagues() OWNER TO portal_keeper;
REVOKE CREATE ON SCHEMA public FROM portal_keeper;
REVOKE ALL ON FUNCTION door_colleagues() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door_colleagues() TO portal_app;
"""

ROLES = "role IN ('administrator', 'recruiter', 'writer', 'manager', 'member')"
TABLES = (
    "share",
    "share_file",
    "share_look",
    "framework",
    "framework_heading",
    "framework_action",
    "framework_choice",
    "grid_answer",
    "evidence",
    "knowledge_line",
    "profile_version",
    "path_entry",
    "career_project",
    "project_step",
)

WALLS = (
    "ALTER TABLE share ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE share FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON share FOR ALL TO portal_app USING (person_id = portal_person()) WITH CHECK (person_id = portal_person())",
    "CREATE POLICY reader ON share FOR SELECT TO portal_app USING (revoked_at IS NULL AND until > portal_at() AND (recipient_person_id = portal_person() OR recipient_organisation_id = portal_organisation()))",
    "ALTER TABLE share_file ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE share_file FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON share_file FOR ALL TO portal_app USING (person_id = portal_person()) WITH CHECK (person_id = portal_person())",
    "CREATE POLICY shared ON share_file FOR SELECT TO portal_app USING (EXISTS (SELECT 1 FROM share s WHERE s.id = share_id))",
    "ALTER TABLE share_look ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE share_look FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON share_look FOR SELECT TO portal_app USING (person_id = portal_person())",
    "CREATE POLICY shared ON share_look FOR SELECT TO portal_app USING (EXISTS (SELECT 1 FROM share s WHERE s.id = share_id))",
    "CREATE POLICY looks ON share_look FOR INSERT TO portal_app WITH CHECK (looker_id = portal_person() AND EXISTS (SELECT 1 FROM share s WHERE s.id = share_id AND s.person_id = share_look.person_id))",
    "ALTER TABLE framework ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE framework FORCE ROW LEVEL SECURITY",
    "CREATE POLICY published ON framework FOR SELECT TO portal_app USING (published_at IS NOT NULL AND person_id IS NULL)",
    "CREATE POLICY own ON framework FOR ALL TO portal_app USING (person_id = portal_person() OR organisation_id = portal_organisation()) WITH CHECK (person_id = portal_person() OR organisation_id = portal_organisation())",
    "CREATE POLICY shipped ON framework FOR ALL TO portal_app USING (person_id IS NULL AND organisation_id IS NULL AND portal_organisation_kind() = 'operator') WITH CHECK (person_id IS NULL AND organisation_id IS NULL AND portal_organisation_kind() = 'operator')",
    "ALTER TABLE framework_heading ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE framework_heading FORCE ROW LEVEL SECURITY",
    "CREATE POLICY seen ON framework_heading FOR SELECT TO portal_app USING (EXISTS (SELECT 1 FROM framework f WHERE f.id = framework_id))",
    "CREATE POLICY written ON framework_heading FOR ALL TO portal_app USING (EXISTS (SELECT 1 FROM framework f WHERE f.id = framework_id AND (f.person_id = portal_person() OR f.organisation_id = portal_organisation() OR (f.person_id IS NULL AND f.organisation_id IS NULL AND portal_organisation_kind() = 'operator')))) WITH CHECK (EXISTS (SELECT 1 FROM framework f WHERE f.id = framework_id AND (f.person_id = portal_person() OR f.organisation_id = portal_organisation() OR (f.person_id IS NULL AND f.organisation_id IS NULL AND portal_organisation_kind() = 'operator'))))",
    "ALTER TABLE framework_action ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE framework_action FORCE ROW LEVEL SECURITY",
    "CREATE POLICY seen ON framework_action FOR SELECT TO portal_app USING (EXISTS (SELECT 1 FROM framework f WHERE f.id = framework_id))",
    "CREATE POLICY written ON framework_action FOR ALL TO portal_app USING (EXISTS (SELECT 1 FROM framework f WHERE f.id = framework_id AND (f.person_id = portal_person() OR f.organisation_id = portal_organisation() OR (f.person_id IS NULL AND f.organisation_id IS NULL AND portal_organisation_kind() = 'operator')))) WITH CHECK (EXISTS (SELECT 1 FROM framework f WHERE f.id = framework_id AND (f.person_id = portal_person() OR f.organisation_id = portal_organisation() OR (f.person_id IS NULL AND f.organisation_id IS NULL AND portal_organisation_kind() = 'operator'))))",
    "ALTER TABLE framework_choice ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE framework_choice FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON framework_choice FOR ALL TO portal_app USING (person_id = portal_person()) WITH CHECK (person_id = portal_person() AND EXISTS (SELECT 1 FROM framework f WHERE f.id = framework_id))",
    "ALTER TABLE grid_answer ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE grid_answer FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON grid_answer FOR ALL TO portal_app USING (person_id = portal_person()) WITH CHECK (person_id = portal_person() AND EXISTS (SELECT 1 FROM framework_action a WHERE a.id = action_id))",
    "ALTER TABLE evidence ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE evidence FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON evidence FOR ALL TO portal_app USING (person_id = portal_person()) WITH CHECK (person_id = portal_person())",
    "ALTER TABLE knowledge_line ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE knowledge_line FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON knowledge_line FOR ALL TO portal_app USING (person_id = portal_person()) WITH CHECK (person_id = portal_person())",
    "ALTER TABLE profile_version ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE profile_version FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON profile_version FOR ALL TO portal_app USING (person_id = portal_person()) WITH CHECK (person_id = portal_person())",
    "ALTER TABLE path_entry ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE path_entry FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON path_entry FOR ALL TO portal_app USING (person_id = portal_person()) WITH CHECK (person_id = portal_person())",
    "ALTER TABLE career_project ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE career_project FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON career_project FOR ALL TO portal_app USING (person_id = portal_person()) WITH CHECK (person_id = portal_person())",
    "ALTER TABLE project_step ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project_step FORCE ROW LEVEL SECURITY",
    "CREATE POLICY person ON project_step FOR ALL TO portal_app USING (person_id = portal_person()) WITH CHECK (person_id = portal_person())",
    "CREATE POLICY shared ON stored_file FOR SELECT TO portal_app USING (EXISTS (SELECT 1 FROM share_file s WHERE s.file_id = stored_file.id))",
)


def upgrade() -> None:
    for table in ("membership", "invitation"):
        op.drop_constraint(f"ck_{table}_role", table)
        op.create_check_constraint(op.f(f"ck_{table}_role"), table, ROLES)
    op.alter_column("stored_file", "organisation_id", existing_type=sa.UUID(), nullable=True)
    op.create_unique_constraint(
        op.f("uq_stored_file_person_id_id"), "stored_file", ["person_id", "id"]
    )
    op.create_table(
        "career_project",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("in_peer_work", sa.String(length=10), nullable=True),
        sa.Column("in_sector", sa.String(length=10), nullable=True),
        sa.Column("how_long", sa.String(length=300), nullable=False),
        sa.Column("time_wish", sa.String(length=10), nullable=False),
        sa.Column("trainings", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "in_peer_work IN ('yes', 'no', 'undecided')",
            name=op.f("ck_career_project_in_peer_work"),
        ),
        sa.CheckConstraint(
            "in_sector IN ('yes', 'no', 'undecided')", name=op.f("ck_career_project_in_sector")
        ),
        sa.CheckConstraint(
            "time_wish IN ('', 'full', 'part', 'unsure')", name=op.f("ck_career_project_time_wish")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_career_project_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_career_project")),
    )
    op.create_table(
        "knowledge_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=200), nullable=False),
        sa.Column("sources", postgresql.ARRAY(sa.String(length=20)), nullable=False),
        sa.Column("mastery", sa.String(length=10), nullable=True),
        sa.Column("interest", sa.String(length=10), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "interest IN ('0', '1', '2', '3', '4', '5', 'unknown')",
            name=op.f("ck_knowledge_line_interest"),
        ),
        sa.CheckConstraint(
            "mastery IN ('0', '1', '2', '3', '4', '5', 'unknown')",
            name=op.f("ck_knowledge_line_mastery"),
        ),
        sa.CheckConstraint(
            "sources <@ ARRAY['experiential', 'professional', 'academic', 'training']::varchar[]",
            name=op.f("ck_knowledge_line_sources"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_knowledge_line_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_line")),
    )
    op.create_index(
        "ix_knowledge_line_person_id", "knowledge_line", ["person_id", "position"], unique=False
    )
    op.create_table(
        "path_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("began", sa.Date(), nullable=True),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("level", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('post', 'mission', 'volunteering', 'training', 'internship', 'vae', 'vap', 'language', 'other')",
            name=op.f("ck_path_entry_kind"),
        ),
        sa.CheckConstraint("began <= ended", name=op.f("ck_path_entry_dates")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_path_entry_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_path_entry")),
    )
    op.create_index("ix_path_entry_person_id", "path_entry", ["person_id", "began"], unique=False)
    op.create_table(
        "profile_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_profile_version_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_version")),
        sa.UniqueConstraint(
            "person_id", "number", name=op.f("uq_profile_version_person_id_number")
        ),
    )
    op.create_table(
        "project_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("by_when", sa.Date(), nullable=True),
        sa.Column("who_helps", sa.String(length=160), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_project_step_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_step")),
    )
    op.create_index(
        "ix_project_step_person_id", "project_step", ["person_id", "position"], unique=False
    )
    op.create_table(
        "framework",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("source_date", sa.Date(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "person_id IS NULL OR organisation_id IS NULL", name=op.f("ck_framework_one_owner")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_framework_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_framework_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework")),
        sa.UniqueConstraint(
            "organisation_id",
            "person_id",
            "code",
            name=op.f("uq_framework_organisation_id_person_id_code"),
            postgresql_nulls_not_distinct=True,
        ),
        sa.UniqueConstraint("person_id", name=op.f("uq_framework_person_id")),
    )
    op.create_table(
        "share",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("recipient_person_id", sa.Uuid(), nullable=True),
        sa.Column("recipient_organisation_id", sa.Uuid(), nullable=True),
        sa.Column("recipient_name", sa.String(length=160), nullable=False),
        sa.Column("purpose", sa.String(length=300), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('version', 'extract', 'recording')", name=op.f("ck_share_kind")
        ),
        sa.CheckConstraint(
            "recipient_person_id IS NULL OR recipient_organisation_id IS NULL",
            name=op.f("ck_share_one_reader"),
        ),
        sa.CheckConstraint(
            "revoked_at IS NOT NULL OR recipient_person_id IS NOT NULL OR recipient_organisation_id IS NOT NULL",
            name=op.f("ck_share_a_reader"),
        ),
        sa.CheckConstraint("until > created_at", name=op.f("ck_share_until")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_share_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recipient_organisation_id"],
            ["organisation.id"],
            name=op.f("fk_share_recipient_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["recipient_person_id"],
            ["person.id"],
            name=op.f("fk_share_recipient_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share")),
        sa.UniqueConstraint("person_id", "id", name=op.f("uq_share_person_id_id")),
    )
    op.create_index("ix_share_person_id", "share", ["person_id", "created_at"], unique=False)
    op.create_index(
        "ix_share_recipient_organisation_id",
        "share",
        ["recipient_organisation_id", "until"],
        unique=False,
    )
    op.create_index("ix_share_recipient_person_id", "share", ["recipient_person_id"], unique=False)
    op.create_table(
        "framework_choice",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["framework_id"],
            ["framework.id"],
            name=op.f("fk_framework_choice_framework_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_framework_choice_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "framework_id", name=op.f("pk_framework_choice")),
    )
    op.create_table(
        "framework_heading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("scope", sa.String(length=12), nullable=False),
        sa.Column("flaw", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("since_edition", sa.Integer(), nullable=False),
        sa.Column("until_edition", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "scope IN ('common', 'by_mission', 'own')", name=op.f("ck_framework_heading_scope")
        ),
        sa.ForeignKeyConstraint(
            ["framework_id"],
            ["framework.id"],
            name=op.f("fk_framework_heading_framework_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework_heading")),
        sa.UniqueConstraint(
            "framework_id", "code", name=op.f("uq_framework_heading_framework_id_code")
        ),
        sa.UniqueConstraint(
            "framework_id", "id", name=op.f("uq_framework_heading_framework_id_id")
        ),
    )
    op.create_table(
        "share_file",
        sa.Column("share_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id", "file_id"],
            ["stored_file.person_id", "stored_file.id"],
            name=op.f("fk_share_file_person_id_file_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "share_id"],
            ["share.person_id", "share.id"],
            name=op.f("fk_share_file_person_id_share_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("share_id", "file_id", name=op.f("pk_share_file")),
    )
    op.create_index("ix_share_file_file_id", "share_file", ["file_id"], unique=False)
    op.create_table(
        "share_look",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("share_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("looker_id", sa.Uuid(), nullable=True),
        sa.Column("looker_name", sa.String(length=120), nullable=False),
        sa.Column("place_name", sa.String(length=160), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["looker_id"], ["person.id"], name=op.f("fk_share_look_looker_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "share_id"],
            ["share.person_id", "share.id"],
            name=op.f("fk_share_look_person_id_share_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_look")),
    )
    op.create_index("ix_share_look_share_id", "share_look", ["share_id", "at"], unique=False)
    op.create_table(
        "framework_action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("heading_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=400), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("example", sa.Text(), nullable=False),
        sa.Column("flaw", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("since_edition", sa.Integer(), nullable=False),
        sa.Column("until_edition", sa.Integer(), nullable=True),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["follows_id"],
            ["framework_action.id"],
            name=op.f("fk_framework_action_follows_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["framework_id"],
            ["framework.id"],
            name=op.f("fk_framework_action_framework_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["heading_id"],
            ["framework_heading.id"],
            name=op.f("fk_framework_action_heading_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework_action")),
        sa.UniqueConstraint(
            "framework_id", "code", name=op.f("uq_framework_action_framework_id_code")
        ),
    )
    op.create_index(
        "ix_framework_action_heading_id",
        "framework_action",
        ["heading_id", "position"],
        unique=False,
    )
    op.create_table(
        "grid_answer",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("mobilised", sa.String(length=10), nullable=True),
        sa.Column("mastery", sa.String(length=10), nullable=True),
        sa.Column("interest", sa.String(length=10), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "interest IN ('0', '1', '2', '3', '4', '5', 'unknown')",
            name=op.f("ck_grid_answer_interest"),
        ),
        sa.CheckConstraint(
            "mastery IN ('0', '1', '2', '3', '4', '5', 'unknown')",
            name=op.f("ck_grid_answer_mastery"),
        ),
        sa.CheckConstraint(
            "mobilised IN ('yes', 'no', 'not_yet', 'unknown')",
            name=op.f("ck_grid_answer_mobilised"),
        ),
        sa.ForeignKeyConstraint(
            ["action_id"], ["framework_action.id"], name=op.f("fk_grid_answer_action_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_grid_answer_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "action_id", name=op.f("pk_grid_answer")),
    )
    op.create_index("ix_grid_answer_action_id", "grid_answer", ["action_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(kind = 'text') = (file_id IS NULL)", name=op.f("ck_evidence_file")),
        sa.CheckConstraint("kind <> 'text' OR words <> ''", name=op.f("ck_evidence_words")),
        sa.CheckConstraint("kind IN ('text', 'voice', 'photo')", name=op.f("ck_evidence_kind")),
        sa.ForeignKeyConstraint(
            ["person_id", "action_id"],
            ["grid_answer.person_id", "grid_answer.action_id"],
            name=op.f("fk_evidence_person_id_action_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "file_id"],
            ["stored_file.person_id", "stored_file.id"],
            name=op.f("fk_evidence_person_id_file_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(
        "ix_evidence_action", "evidence", ["person_id", "action_id", "created_at"], unique=False
    )
    op.create_index("ix_evidence_file_id", "evidence", ["file_id"], unique=False)

    cursor = op.get_bind().connection.cursor()
    cursor.execute(MOMENT)
    cursor.execute(COLLEAGUES)
    cursor.close()
    for statement in WALLS:
        op.execute(sa.text(statement))
    tables = ", ".join(TABLES)
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {tables} TO portal_app")
    # What was kept or seen does not change afterwards.
    op.execute("REVOKE UPDATE ON profile_version, share_file FROM portal_app")
    op.execute("REVOKE UPDATE, DELETE ON share_look FROM portal_app")


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")
