"""The places where the federations of the demo train. Places are invented."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_IDF, _HDF = "fas-ile-de-france", "fas-hauts-de-france"


@dataclass(frozen=True)
class Venue:
    """A place where a federation trains, verified so many days ago. What is not said of it is not
    known.
    """

    key: str
    federation: str
    checked: int | None
    facts: Mapping[str, Any]
    archived: bool = False


VENUES: tuple[Venue, ...] = (
    Venue(
        "halte",
        _IDF,
        12,
        {
            "name": "La Halte des Quais, salle du premier étage",
            "address": "12 passage des Bateliers",
            "postcode": "75020",
            "city": "Paris",
            "directions": "Métro ligne 9, sortie côté marché. La porte bleue, au fond du passage.\n"
            "La salle est au premier étage, à droite en sortant de l’ascenseur.",
            "passport": {"step_free": "yes", "lift": "yes", "toilets": "yes", "quiet_room": "yes"},
            "passport_words": "L’ascenseur mesure 110 cm sur 140 cm. Les chiens d’assistance entrent.",
        },
    ),
    Venue(
        "angers",
        _IDF,
        40,
        {
            "name": "Maison des associations",
            "address": "8 rue des Tanneurs",
            "postcode": "49000",
            "city": "Angers",
            "directions": "À dix minutes à pied de la gare. Le tram s’arrête devant.",
            "passport": {"step_free": "yes", "lift": "no", "hearing_loop": "yes"},
            "passport_words": "Les salles sont au rez-de-chaussée.",
        },
    ),
    Venue(
        "montreuil",
        _IDF,
        75,
        {
            "name": "Fédération des acteurs de la solidarité, grande salle",
            "address": "5 rue des Jardins",
            "postcode": "93100",
            "city": "Montreuil",
            "directions": "Métro ligne 9, deux arrêts avant le terminus.",
            "passport": {"step_free": "yes", "lift": "yes", "toilets": "no"},
            "passport_words": "Des toilettes adaptées sont à deux minutes, dans le parc.",
        },
    ),
    Venue(
        "pantin",
        _IDF,
        None,
        {
            "name": "Espace des Tilleuls",
            "address": "",
            "postcode": "93500",
            "city": "Pantin",
            "directions": "",
            "passport": {},
        },
        archived=True,
    ),
    Venue(
        "lille",
        _HDF,
        20,
        {
            "name": "Maison de quartier",
            "address": "3 place du Beffroi",
            "postcode": "59000",
            "city": "Lille",
            "directions": "Métro ligne 1, sortie 2, puis tout droit.",
            "passport": {"step_free": "yes", "toilets": "yes"},
        },
    ),
)
