"""Which trainings are public: none, or one of a house without being written step by step."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.trainings.models import Training
from portal.trainings.queries import published


def forget_trainings(backstage: Session) -> None:
    """None of another test is online, nor remembered to have been."""
    backstage.execute(text("DELETE FROM published_training"))
    backstage.commit()
    published.many.clear()


def put_online(backstage: Session, training: Training) -> None:
    """In a session no wall stops."""
    backstage.execute(
        text(
            "INSERT INTO published_training (training_id, organisation_id, slug, state,"
            " published_at, updated_at, region, department, card, document, search) VALUES"
            " (:id, :owner, :slug, 'published', now(), now(), '', '', '{}', '{}', '')"
            " ON CONFLICT DO NOTHING"
        ),
        {"id": training.id, "owner": training.organisation_id, "slug": training.slug},
    )
    backstage.commit()
