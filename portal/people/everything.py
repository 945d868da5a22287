"""What the portal holds of an account, for « Tout mon dossier » (SE-25)."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.people import addresses, queries
from portal.people.queries import shares


def account(session: Session, person_id: UUID) -> dict[str, Any]:
    """Name, language, ways to be reached, devices signed in now, what others share with them."""
    person = queries.get_person(session, person_id)
    return {
        "name": person.display_name,
        "language": person.locale,
        "created_at": person.created_at,
        "contacts": [
            {"address": addresses.shown(one.value), "verified_at": one.verified_at}
            for one in queries.list_contacts(session, person_id)
        ],
        "devices": [
            {"device": one.device, "since": one.created_at, "last_seen_at": one.last_seen_at}
            for one in queries.list_sign_ins(session, person_id)
        ],
        "received_shares": [
            {"from": one.person_name, "purpose": one.purpose, "until": one.until}
            for one in shares.list_received(session, person_id)
        ],
    }
