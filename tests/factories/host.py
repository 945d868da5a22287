"""The host association: the operator, somebody who administers it, somebody who only watches."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import tokens
from portal.languages.models import GlossaryTerm
from portal.organisations.models import Invitation, Membership, Organisation
from portal.people.models import Person, SignIn
from tests.factories.house import NOW


@dataclass
class Host:
    organisation: Organisation
    administrator: Person
    watcher: Person
    tokens: dict[UUID, str] = field(default_factory=dict)
    invitation: Invitation = field(init=False)
    term: GlossaryTerm = field(init=False)


def build_host(session: Session) -> Host:
    """Build and flush; the caller commits."""
    organisation = Organisation(
        kind="operator",
        slug="association-hote",
        name="Association hôte",
        standing="admitted",
        created_at=NOW,
    )
    people = [Person(display_name=name, created_at=NOW) for name in ("Samuel", "Ines")]
    session.add_all([organisation, *people])
    session.flush()
    host = Host(organisation, administrator=people[0], watcher=people[1])
    for person, role in zip(people, ("administrator", "writer"), strict=True):
        token = tokens.new_token()
        host.tokens[person.id] = token
        session.add_all(
            [
                Membership(
                    organisation_id=organisation.id,
                    person_id=person.id,
                    role=role,
                    created_at=NOW,
                ),
                SignIn(
                    person_id=person.id,
                    token_digest=tokens.digest(token),
                    created_at=NOW,
                    last_seen_at=NOW + timedelta(days=3650),
                    expires_at=NOW + timedelta(days=3650),
                ),
            ]
        )
    host.invitation = Invitation(
        organisation_id=organisation.id,
        role="writer",
        sent_to="invite@example.org",
        token_digest=tokens.digest(tokens.new_token()),
        created_at=NOW,
        expires_at=NOW + timedelta(days=3650),
    )
    host.term = GlossaryTerm(
        organisation_id=organisation.id,
        term="médiation",
        folded="mediation",
        language="ps",
        translation="منځګړیتوب",
        updated_at=NOW,
    )
    session.add_all([host.invitation, host.term])
    session.flush()
    return host
