"""Many published offers at once: copies of one that was published through the actions."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.jobs.models import Offer, PublishedOffer

_OFFER = [c.name for c in Offer.__table__.columns if c.name not in {"id", "slug"}]
_PUBLISHED = [
    c.name
    for c in PublishedOffer.__table__.columns
    if c.name not in {"offer_id", "slug", "published_at", "region", "search"}
]


def copy_published(
    session: Session, offer_id: UUID, number: int, *, region: str = "", name: str = "copie"
) -> None:
    """Copies, each a minute older than the one before. In a session no wall stops; commit it."""
    values = {"id": offer_id, "number": number, "name": name, "region": region}
    session.execute(
        text(
            f"INSERT INTO offer (id, slug, {', '.join(_OFFER)})"
            f" SELECT gen_random_uuid(), :name || '-' || n, {', '.join(_OFFER)}"
            " FROM offer, generate_series(1, :number) n WHERE id = :id"
        ),
        values,
    )
    session.execute(
        text(
            f"INSERT INTO published_offer (offer_id, slug, published_at, region, search,"
            f" {', '.join(_PUBLISHED)})"
            " SELECT o.id, o.slug,"
            " p.published_at - substring(o.slug FROM '[0-9]+$')::int * interval '1 minute',"
            " CASE WHEN :region = '' THEN p.region ELSE :region END,"
            " CASE WHEN :region = '' THEN p.search"
            "  ELSE p.search || CAST(quote_literal('region:' || :region) AS tsvector) END,"
            f" {', '.join(f'p.{column}' for column in _PUBLISHED)}"
            " FROM published_offer p JOIN offer o ON o.organisation_id = p.organisation_id"
            " WHERE p.offer_id = :id AND o.slug LIKE :name || '-%'"
            " AND NOT EXISTS (SELECT 1 FROM published_offer q WHERE q.offer_id = o.id)"
        ),
        values,
    )
