"""What people of the demo meet about. Everybody here is invented."""

from dataclasses import dataclass, field
from datetime import date

from portal.events.actions.groups import GroupFacts
from portal.events.actions.nearby import CardFacts
from portal.events.enums import Audience

KARIM = ("+33639980142", "Karim Haddad")
LEILA = ("+33639980151", "Leïla Mansour")
MOUSSA = ("moussa.diarra@example.org", "Moussa Diarra")
FARID = ("+33639980153", "Farid Rahimi")
ELISE = ("elise.garnier@example.org", "Élise Garnier")
TESFAY = ("+33639980155", "Tesfay Habte")
DOLORES = ("dolores.quispe@example.org", "Dolores Quispe")
MATHIS = ("mathis.renaud@example.org", "Mathis Renaud")

# (address, name, language) of those who have no account in the list of the first page.
PEERS = (
    (*LEILA, "fr"),
    (*MOUSSA, "fr"),
    (*FARID, "fa-AF"),
    (*ELISE, "fr"),
    (*TESFAY, "en"),
    (*DOLORES, "fr"),
    (*MATHIS, "fr"),
)


@dataclass(frozen=True)
class Gathering:
    """A group. `run_by` is the slug of a federation, or the address of who hosts it. Its first
    date is the first such day of the week (0 is Monday) after `first_days_ago`.
    """

    run_by: str
    title: str
    description: str
    how_often: str
    audience: Audience
    city: str
    about: str
    place: str
    first_days_ago: int
    weekday: int
    hours: tuple[int, int]
    members: tuple[tuple[str, str, bool], ...]
    host: str = ""
    by_video: bool = False
    video_link: str = ""
    languages: list[str] = field(default_factory=list)

    def facts(self) -> GroupFacts:
        return GroupFacts(
            title=self.title,
            audience=self.audience,
            description=self.description,
            how_often=self.how_often,
            city=self.city,
            by_video=self.by_video,
            languages=self.languages,
        )


GATHERINGS = (
    Gathering(
        "fas-ile-de-france",
        "Analyse de pratique entre pairs",
        "On apporte une situation de travail, on la regarde ensemble, chacun repart avec une idée. "
        "Une psychologue anime. On ne nomme jamais une personne accompagnée.",
        "Une fois par mois, l’après-midi",
        Audience.PEERS,
        "Paris",
        "Poser ses limites sans fermer la porte",
        "12 passage des Bateliers, 75020 Paris, salle du fond",
        50,
        4,
        (14, 16),
        (
            (*KARIM, True),
            (*LEILA, False),
            (*MOUSSA, False),
            (*FARID, False),
            (*ELISE, True),
            (*TESFAY, False),
        ),
        by_video=True,
        video_link="https://visio.example.org/analyse-de-pratique",
        languages=["fr", "ar", "fa-AF"],
    ),
    Gathering(
        "fas-hauts-de-france",
        "L’échange du jeudi",
        "Un moment pour parler du métier, à plusieurs structures. Ouvert aux collègues qui "
        "travaillent avec des pairs.",
        "Une fois par mois ; en salle tous les trois mois",
        Audience.OPEN,
        "Lille",
        "Ce qui change quand on est plusieurs",
        "40 rue du Long-Pot-d’Étain, Lille",
        45,
        3,
        (10, 12),
        ((*DOLORES, True), (*MATHIS, False), (*ELISE, False)),
        by_video=True,
        video_link="https://visio.example.org/echange-du-jeudi",
        languages=["fr"],
    ),
    Gathering(
        LEILA[0],
        "Café des médiatrices et des médiateurs",
        "On se retrouve autour d’un café. Pas d’ordre du jour. On peut venir pour écouter.",
        "Tous les mois",
        Audience.PEERS,
        "Montreuil",
        "Traduire n’est pas accompagner",
        "Au café de la Halle, 3 place du Marché, Montreuil",
        40,
        1,
        (18, 20),
        ((*FARID, False), (*TESFAY, False), (*MOUSSA, False)),
        host="Leïla",
        languages=["fr", "ar", "fa-AF", "ps"],
    ),
)

NOTES = {
    "Analyse de pratique entre pairs": (
        "Nous avons parlé de la fin d’un accompagnement. Trois idées : le dire tôt, le dire à deux, "
        "garder une porte. La prochaine fois : poser ses limites."
    ),
}


@dataclass(frozen=True)
class DemoCard:
    """Somebody who lets themselves be seen."""

    address: str
    name: str
    city: str
    department: str
    languages: list[str]
    about: str

    def facts(self, until: date) -> CardFacts:
        return CardFacts(
            shown_name=self.name.split(" ")[0],
            department=self.department,
            until=until,
            city=self.city,
            about=self.about,
            languages=self.languages,
        )


CARDS = (
    DemoCard(*KARIM, "Paris 20e", "75", ["fr", "ar"], "En poste depuis deux ans."),
    DemoCard(*LEILA, "Montreuil", "93", ["fr", "ar"], "Je reçois volontiers qui débute."),
    DemoCard(*FARID, "Cergy", "95", ["fa-AF", "ps", "fr"], "Je cherche avec qui parler du métier."),
    DemoCard(*TESFAY, "Vitry-sur-Seine", "94", ["en", "fr"], ""),
    DemoCard(*DOLORES, "Lille", "59", ["fr", "es"], "Un café à Lille, quand vous voulez."),
    DemoCard(*MATHIS, "Arras", "62", ["fr"], "Seul pair de ma structure."),
)

# (days ago, who writes, to whom, what)
WORDS = (
    (6, LEILA, KARIM, "Bonjour Karim. Si tu passes à Montreuil, le café du mois est ouvert."),
    (5, KARIM, LEILA, "Avec plaisir. Je viens à la prochaine date."),
    (3, MATHIS, DOLORES, "Bonjour, je débute à Arras. On pourrait s’appeler ?"),
)
