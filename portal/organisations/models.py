"""Tables of the context `organisations`."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import Base, Coded, new_id
from portal.kernel.walls import (
    Policy,
    kept,
    owned_by_organisation,
    readable_where,
    walled,
)
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.people.models import Person

_MINE = (
    "EXISTS (SELECT 1 FROM membership m"
    " WHERE m.organisation_id = organisation.id AND m.person_id = portal_person())"
)
_SUPERVISED = (
    "(portal_organisation_kind() = 'operator' AND kind = 'federation')"
    " OR (portal_organisation_kind() = 'federation' AND kind = 'structure'"
    " AND federation_id = portal_organisation())"
)
_ROLES = "role IN ('administrator', 'recruiter', 'writer', 'manager', 'member', 'translator')"


class Organisation(Base):
    """A federation, a structure or the operator. What is public about it is its card."""

    __tablename__ = "organisation"
    __wall__ = walled(
        "organisation",
        Policy("admitted", "SELECT", "standing = 'admitted'"),
        Policy("own", "SELECT", f"id = portal_organisation() OR {_MINE}"),
        Policy("supervised", "SELECT", _SUPERVISED),
        Policy("requested", "SELECT", "requested_by = portal_person()"),
        Policy(
            "request",
            "INSERT",
            None,
            "(standing = 'pending' AND kind = 'structure' AND requested_by = portal_person())"
            f" OR {_SUPERVISED}",
        ),
        Policy(
            "amend",
            "UPDATE",
            "id = portal_organisation()",
            "id = portal_organisation()",
        ),
        Policy("supervise", "UPDATE", _SUPERVISED, _SUPERVISED),
    ) + kept("id, kind, slug, name, standing, structure_type, federation_id")
    __table_args__ = (
        UniqueConstraint("slug"),
        CheckConstraint("kind IN ('federation', 'structure', 'operator')", name="kind"),
        CheckConstraint("standing IN ('pending', 'admitted', 'suspended')", name="standing"),
        CheckConstraint("answer_days BETWEEN 1 AND 60", name="answer_days"),
        Index("ix_organisation_federation_id", "federation_id", "standing"),
        # Among those somebody vouched for: a request with another's number must not shut it out,
        # nor tell that it is known here.
        Index(
            "ix_organisation_siret",
            "siret",
            unique=True,
            postgresql_where=text("standing = 'admitted'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[OrganisationKind] = mapped_column(Coded(OrganisationKind, 20))
    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(160))
    managing_body: Mapped[str] = mapped_column(String(160), default="")
    siret: Mapped[str | None] = mapped_column(String(14))
    structure_type: Mapped[str] = mapped_column(String(40), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    region: Mapped[str] = mapped_column(String(3), default="")
    department: Mapped[str] = mapped_column(String(3), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    contact_email: Mapped[str] = mapped_column(String(320), default="")
    contact_phone: Mapped[str] = mapped_column(String(20), default="")
    answer_days: Mapped[int] = mapped_column(default=21)
    standing: Mapped[Standing] = mapped_column(Coded(Standing, 20), default=Standing.PENDING)
    federation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    requested_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    admitted_at: Mapped[datetime | None]
    standing_reason: Mapped[str] = mapped_column(Text, default="")


class Establishment(Base):
    """A place of work of a structure; offers name one."""

    __tablename__ = "establishment"
    __wall__ = owned_by_organisation()
    __table_args__ = (UniqueConstraint("organisation_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(160))
    structure_type: Mapped[str] = mapped_column(String(40), default="")
    street: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(5), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    department: Mapped[str] = mapped_column(String(3), default="")
    region: Mapped[str] = mapped_column(String(3), default="")
    opening_year: Mapped[int | None]
    access: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]


class Membership(Base):
    """Somebody works here, in this role. The row goes when they leave."""

    __tablename__ = "membership"
    __wall__ = (
        owned_by_organisation()
        + readable_where("person", "person_id = portal_person()")
        + walled("leave", Policy("leave", "DELETE", "person_id = portal_person()"))
        + kept("id, organisation_id, person_id, role, created_at")
    )
    __table_args__ = (
        UniqueConstraint("organisation_id", "person_id"),
        Index("ix_membership_person_id", "person_id"),
        CheckConstraint(_ROLES, name="role"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(Coded(Role, 20))
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")


class Team(Base):
    """Some of the members who work together. Everybody of the structure knows that it exists."""

    __tablename__ = "team"
    __wall__ = owned_by_organisation()
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "name"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]


class TeamMember(Base):
    """Somebody is in a team. The row goes when they leave it, or the structure."""

    __tablename__ = "team_member"
    __wall__ = owned_by_organisation() + readable_where("person", "person_id = portal_person()")
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "team_id"], ["team.organisation_id", "team.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["membership.organisation_id", "membership.person_id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("organisation_id", "team_id", "person_id"),
        Index("ix_team_member_person_id", "person_id"),
    )

    team_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID]
    since: Mapped[datetime]


class Invitation(Base):
    """A link that lets one person join, once, before it expires."""

    __tablename__ = "invitation"
    __wall__ = owned_by_organisation() + kept(
        "id, organisation_id, token_digest, role, sent_to, invited_by, expires_at, accepted_at,"
        " revoked_at"
    )
    __table_args__ = (
        UniqueConstraint("token_digest"),
        Index("ix_invitation_organisation_id", "organisation_id"),
        CheckConstraint(_ROLES, name="role"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    token_digest: Mapped[str] = mapped_column(String(64))
    role: Mapped[Role] = mapped_column(Coded(Role, 20))
    sent_to: Mapped[str] = mapped_column(String(320))
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(lazy="raise")


class Commune(Base):
    """A commune, its postcodes, and where its centre is; null where nobody told us. Shipped with
    the portal (`portal.organisations.communes`). `folded` is its name as one may type it, `spot`
    what a city and a department say together.
    """

    __tablename__ = "commune"
    __wall__ = walled(
        "commune",
        Policy("everybody", "SELECT", "true"),
        Policy(
            "operator",
            "ALL",
            "portal_organisation_kind() = 'operator'",
            "portal_organisation_kind() = 'operator'",
        ),
    )
    __table_args__ = (
        UniqueConstraint("spot"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="place"),
        Index("ix_commune_folded", "folded", postgresql_ops={"folded": "varchar_pattern_ops"}),
        Index("ix_commune_postcodes", "postcodes", postgresql_using="gin"),
        Index("ix_commune_latitude", "latitude", postgresql_where=text("latitude IS NOT NULL")),
    )

    code: Mapped[str] = mapped_column(String(5), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    department: Mapped[str] = mapped_column(String(3))
    postcodes: Mapped[list[str]] = mapped_column(ARRAY(String(5)))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    folded: Mapped[str] = mapped_column(String(60), Computed("place_fold(name)", persisted=True))
    spot: Mapped[str] = mapped_column(
        String(40), Computed("place_spot(name, department)", persisted=True)
    )
