"""Teams and their boards; arrivals: engagements, welcomes, check-ins, letters of mission."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

# Engagements a periodic job has something to do about. The moments come from dated rules.
DUE = """
CREATE FUNCTION door_due_engagements(today date, soon date, reviewed_before date,
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
$$;
GRANT CREATE ON SCHEMA public TO portal_keeper;
ALTER FUNCTION door_due_engagements(date, date, date, date) OWNER TO portal_keeper;
REVOKE CREATE ON SCHEMA public FROM portal_keeper;
REVOKE ALL ON FUNCTION door_due_engagements(date, date, date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door_due_engagements(date, date, date, date) TO portal_app;
"""

TABLES = (
    "team",
    "team_member",
    "board_line",
    "engagement",
    "welcome_item",
    "check_in",
    "check_in_words",
    "mission_letter",
    "sheet_review",
    "scheme_step",
)
KEPT = (
    ("engagement", "id, organisation_id, person_id, began, ended_on, sheet_reviewed_on"),
    ("welcome_item", "organisation_id, engagement_id, due_on, done_at, reminded_at"),
    ("check_in", "id, organisation_id, engagement_id, due_on, reminded_at"),
)
WALLS = (
    "ALTER TABLE team ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE team FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organisation ON team FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation())",
    "ALTER TABLE team_member ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE team_member FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organisation ON team_member FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation())",
    "CREATE POLICY person ON team_member FOR SELECT TO portal_app USING (person_id = portal_person())",
    "ALTER TABLE board_line ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE board_line FORCE ROW LEVEL SECURITY",
    "CREATE POLICY own ON board_line FOR ALL TO portal_app USING (person_id = portal_person()) WITH CHECK (person_id = portal_person() AND organisation_id = portal_organisation())",
    "CREATE POLICY team ON board_line FOR SELECT TO portal_app USING (organisation_id = portal_organisation() AND EXISTS (SELECT 1 FROM team_member m WHERE m.team_id = board_line.team_id AND m.person_id = portal_person()))",
    "ALTER TABLE engagement ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE engagement FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organisation ON engagement FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation())",
    "CREATE POLICY person ON engagement FOR SELECT TO portal_app USING (person_id = portal_person())",
    "CREATE POLICY keeper ON engagement FOR SELECT TO portal_keeper USING (true)",
    "ALTER TABLE welcome_item ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE welcome_item FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organisation ON welcome_item FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation())",
    "CREATE POLICY newcomer ON welcome_item FOR SELECT TO portal_app USING (EXISTS (SELECT 1 FROM engagement e WHERE e.id = welcome_item.engagement_id AND e.person_id = portal_person()))",
    "CREATE POLICY ticked ON welcome_item FOR UPDATE TO portal_app USING (EXISTS (SELECT 1 FROM engagement e WHERE e.id = welcome_item.engagement_id AND e.person_id = portal_person()))",
    "CREATE POLICY keeper ON welcome_item FOR SELECT TO portal_keeper USING (true)",
    "ALTER TABLE check_in ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE check_in FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organisation ON check_in FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation())",
    "CREATE POLICY newcomer ON check_in FOR SELECT TO portal_app USING (EXISTS (SELECT 1 FROM engagement e WHERE e.id = check_in.engagement_id AND e.person_id = portal_person()))",
    "CREATE POLICY keeper ON check_in FOR SELECT TO portal_keeper USING (true)",
    "ALTER TABLE check_in_words ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE check_in_words FORCE ROW LEVEL SECURITY",
    "CREATE POLICY newcomer ON check_in_words FOR ALL TO portal_app USING (side = 'newcomer' AND person_id = portal_person()) WITH CHECK (side = 'newcomer' AND person_id = portal_person() AND EXISTS (SELECT 1 FROM check_in c JOIN engagement e ON e.id = c.engagement_id WHERE c.id = check_in_words.check_in_id AND e.person_id = portal_person()))",
    "CREATE POLICY structure ON check_in_words FOR ALL TO portal_app USING (side = 'structure' AND organisation_id = portal_organisation()) WITH CHECK (side = 'structure' AND organisation_id = portal_organisation())",
    "CREATE POLICY given_to_structure ON check_in_words FOR SELECT TO portal_app USING (given_at IS NOT NULL AND organisation_id = portal_organisation())",
    "CREATE POLICY given_to_newcomer ON check_in_words FOR SELECT TO portal_app USING (given_at IS NOT NULL AND person_id = portal_person())",
    "ALTER TABLE mission_letter ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE mission_letter FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organisation ON mission_letter FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation())",
    "CREATE POLICY newcomer ON mission_letter FOR SELECT TO portal_app USING (EXISTS (SELECT 1 FROM engagement e WHERE e.id = mission_letter.engagement_id AND e.person_id = portal_person()))",
    "ALTER TABLE sheet_review ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE sheet_review FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organisation ON sheet_review FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation())",
    "CREATE POLICY newcomer ON sheet_review FOR SELECT TO portal_app USING (EXISTS (SELECT 1 FROM engagement e WHERE e.id = sheet_review.engagement_id AND e.person_id = portal_person()))",
    "ALTER TABLE scheme_step ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE scheme_step FORCE ROW LEVEL SECURITY",
    "CREATE POLICY organisation ON scheme_step FOR ALL TO portal_app USING (organisation_id = portal_organisation()) WITH CHECK (organisation_id = portal_organisation())",
)


def upgrade() -> None:
    op.create_table(
        "team",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_team_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_team_organisation_id_id")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_team_organisation_id_name")),
    )
    op.create_table(
        "team_member",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["membership.organisation_id", "membership.person_id"],
            name=op.f("fk_team_member_organisation_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "team_id"],
            ["team.organisation_id", "team.id"],
            name=op.f("fk_team_member_organisation_id_team_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("team_id", "person_id", name=op.f("pk_team_member")),
        sa.UniqueConstraint(
            "organisation_id",
            "team_id",
            "person_id",
            name=op.f("uq_team_member_organisation_id_team_id_person_id"),
        ),
    )
    op.create_index("ix_team_member_person_id", "team_member", ["person_id"], unique=False)
    op.create_table(
        "board_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("knows", sa.Text(), nullable=False),
        sa.Column("origins", postgresql.ARRAY(sa.String(length=20)), nullable=False),
        sa.Column("helps", sa.Text(), nullable=False),
        sa.Column("search", postgresql.TSVECTOR(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "origins <@ ARRAY['experiential', 'academic', 'professional']::varchar[]",
            name=op.f("ck_board_line_origins"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "team_id", "person_id"],
            ["team_member.organisation_id", "team_member.team_id", "team_member.person_id"],
            name=op.f("fk_board_line_organisation_id_team_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_line")),
    )
    op.create_index("ix_board_line_team_id", "board_line", ["team_id", "person_id"], unique=False)
    op.create_table(
        "engagement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("time", sa.String(length=120), nullable=False),
        sa.Column("began", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("sheet_reviewed_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('post', 'mission', 'volunteering')", name=op.f("ck_engagement_kind")
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= began", name=op.f("ck_engagement_ended_on")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_engagement_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_engagement_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_engagement_organisation_id_id")),
    )
    op.create_index("ix_engagement_person_id", "engagement", ["person_id"], unique=False)
    op.create_table(
        "welcome_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(length=12), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("owner_name", sa.String(length=120), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(length=120), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "engagement_id"],
            ["engagement.organisation_id", "engagement.id"],
            name=op.f("fk_welcome_item_organisation_id_engagement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_welcome_item_owner_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_welcome_item")),
    )
    op.create_index("ix_welcome_item_due_on", "welcome_item", ["due_on"], unique=False)
    op.create_index(
        "ix_welcome_item_engagement_id", "welcome_item", ["engagement_id", "position"], unique=False
    )
    op.create_table(
        "check_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "engagement_id"],
            ["engagement.organisation_id", "engagement.id"],
            name=op.f("fk_check_in_organisation_id_engagement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_check_in_organisation_id_id")),
    )
    op.create_index(
        "ix_check_in_engagement_id", "check_in", ["engagement_id", "due_on"], unique=False
    )
    op.create_table(
        "check_in_words",
        sa.Column("check_in_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.String(length=120), nullable=False),
        sa.Column("missions", sa.Text(), nullable=False),
        sa.Column("good", sa.Text(), nullable=False),
        sa.Column("better", sa.Text(), nullable=False),
        sa.Column("inclusion", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "side IN ('newcomer', 'structure')", name=op.f("ck_check_in_words_side")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "check_in_id"],
            ["check_in.organisation_id", "check_in.id"],
            name=op.f("fk_check_in_words_organisation_id_check_in_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_check_in_words_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("check_in_id", "side", name=op.f("pk_check_in_words")),
    )
    op.create_table(
        "mission_letter",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("post_kept", sa.String(length=160), nullable=False),
        sa.Column("mission_time", sa.String(length=160), nullable=False),
        sa.Column("missions", sa.Text(), nullable=False),
        sa.Column("trainings", sa.Text(), nullable=False),
        sa.Column("supervision", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("signed_by", sa.String(length=160), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "engagement_id"],
            ["engagement.organisation_id", "engagement.id"],
            name=op.f("fk_mission_letter_organisation_id_engagement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("engagement_id", name=op.f("pk_mission_letter")),
    )
    op.create_table(
        "sheet_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("decided", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "engagement_id"],
            ["engagement.organisation_id", "engagement.id"],
            name=op.f("fk_sheet_review_organisation_id_engagement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_review")),
    )
    op.create_index(
        "ix_sheet_review_engagement_id", "sheet_review", ["engagement_id"], unique=False
    )
    op.create_table(
        "scheme_step",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.String(length=120), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('to_do', 'under_way', 'done')", name=op.f("ck_scheme_step_state")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_scheme_step_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "code", name=op.f("pk_scheme_step")),
    )
    for table, columns in KEPT:
        op.execute(f"GRANT SELECT ({columns}) ON {table} TO portal_keeper")
    cursor = op.get_bind().connection.cursor()
    cursor.execute(DUE)
    cursor.close()
    for statement in WALLS:
        op.execute(sa.text(statement))
    tables = ", ".join(TABLES)
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {tables} TO portal_app")


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")
