"""Federations of the demo that pass a neighbour's training on to their region."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.organisations.scope import Actor
from portal.trainings.actions import relays
from portal.trainings.queries import relays as queries

_FROM_PARIS = (
    "Pour les personnes de la région qui peuvent venir en Bourgogne-Franche-Comté de janvier à juin."
    " Solène, à la FAS Île-de-France, aide à préparer la demande : 01 99 00 00 40."
)
# (who relays, what, for how many days, the word for its region)
RELAYS = (
    (
        "fas-ile-de-france",
        "RESPAI",
        21,
        _FROM_PARIS,
    ),
    (
        "fas-nouvelle-aquitaine",
        "RESPAI",
        12,
        "Deux personnes de Bordeaux l’ont suivie et en parlent volontiers : relais@example.org.",
    ),
    ("fas-hauts-de-france", "DU / Licence Médiateur·rice Santé Pair", 9, ""),
)


def tell(
    acting: Callable[[Actor], AbstractContextManager[Session]],
    writers: Mapping[str, Actor],
    now: datetime,
) -> None:
    for slug, title, days, note in RELAYS:
        writer = writers[slug]
        with clock.pretending(now - timedelta(days=days)), acting(writer) as session:
            found, _more = queries.list_elsewhere(session, writer, title)
            training = next(one for one in found if one.card["title"] == title)
            relays.relay_training(session, writer, training.training_id, note)
