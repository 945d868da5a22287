"""What is sent twice is kept once; what a row says is always something one can act on."""

from alembic import op

revision = "0037"
down_revision = "0034"
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


def upgrade() -> None:
    for statement in (*CALLBACKS, *EVIDENCE, *HIRES):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("one way: restore the backup made before the upgrade")
