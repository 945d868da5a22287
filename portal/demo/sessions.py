"""When the trainings of the demo take place, and who asks to come. Dates, places and people are
invented; so are the trainings that belong to no source, given by structures of the demo.

`training` is the beginning of the title, `in_days` when it begins (negative: it is over), `planned`
how many days ago it was opened. Numbers are those kept for fiction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.demo.translated import FIRST_STEPS

_IDF, _HDF = "fas-ile-de-france", "fas-hauts-de-france"

# What no source describes: a training that says everything of its accessibility.
INVENTED: tuple[dict[str, Any], ...] = (
    {
        "federation": _IDF,
        "days_ago": 45,
        "checked": 4,
        "title": FIRST_STEPS,
        "organiser": "La Halte des Quais",
        "audiences": ["aspiring", "volunteer", "concerned"],
        "audience": "Toute personne qui veut savoir ce que fait un travailleur pair.",
        "open_to_concerned": "yes",
        "goals": "Savoir ce que fait un travailleur pair dans une équipe.\nSavoir où se former et où chercher.\n"
        "Rencontrer trois personnes qui font ce travail.",
        "days": 2,
        "hours": 14,
        "city": "Paris",
        "department": "75",
        "region": "11",
        "prerequisites": ["none"],
        "trainers": "Une travailleuse paire et une formatrice",
        "peer_trainers": "yes",
        "professional_trainers": "yes",
        "funding": [{"year": None, "free": "yes", "words": "La fédération paie la formation."}],
        "passport": {
            "step_free": "yes",
            "lift": "yes",
            "toilets": "yes",
            "quiet_room": "yes",
            "lsf": "yes",
            "interpreter": "yes",
            "simple_documents": "yes",
            "breaks": "yes",
            "adapted_pace": "yes",
            "meals": "yes",
            "travel_help": "yes",
            "childcare": "no",
            "computer": "no",
            "writing": "no",
            "reading": "no",
            "disability_referent": "yes",
        },
        "french_oral": "a2",
        "languages": ["fr"],
        "trainer_languages": ["fr", "ps", "ar"],
        "referent": "À l’accueil de la Halte des Quais",
        "contact_role": "Accueil des formations",
        "contact_email": "formations@example.org",
        "sources": ["Programme de l’association"],
    },
    # No source says a price in euros.
    {
        "federation": _IDF,
        "days_ago": 56,
        "checked": 6,
        "title": "Animer un temps d’échange entre pairs",
        "organiser": "Maison Cardinal",
        "audiences": ["in_post", "volunteer"],
        "audience": "Toute personne qui anime, ou veut animer, un temps d’échange.",
        "goals": "Ouvrir et fermer un temps d’échange.\nFaire une place à la parole de chaque personne.\n"
        "Savoir quoi faire quand quelqu’un ne va pas bien.",
        "days": 3,
        "hours": 21,
        "city": "Montreuil",
        "department": "93",
        "region": "11",
        "prerequisites": ["none"],
        "peer_trainers": "yes",
        "funding": [
            {
                "years_ago": 0,
                "free": "no",
                "amount": 350.0,
                "words": "La personne, ou son employeur",
            },
            {
                "years_ago": 1,
                "free": "no",
                "amount": 320.0,
                "words": "La personne, ou son employeur",
            },
        ],
        "languages": ["fr"],
        "contact_role": "Accueil des formations",
        "contact_email": "cardinal@example.org",
        "sources": ["Programme de l’association"],
    },
)


@dataclass(frozen=True)
class Meetings:
    """Moments to meet people before a session, opened so many days ago for a day that is `in_days`
    from now (negative: it is over).
    """

    opened: int
    in_days: int
    hour: int
    how_many: int
    minutes: int
    way: str
    place: str = ""
    names: tuple[str, ...] = ()
    peer_there: bool = True


@dataclass(frozen=True)
class Planned:
    """A session. `venue`: the key of its place; `hours` of each half-day; `end`: « cancelled » or « closed »."""

    key: str
    training: str
    federation: str
    in_days: int
    how_long: int
    places: int
    venue: str = ""
    planned: int = 20
    until: int = 3
    facts: Mapping[str, Any] = field(default_factory=dict)
    video_link: str = ""
    end: str = ""
    because: str = ""
    meetings: tuple[Meetings, ...] = ()


_HALTE = {
    "contact": "Accueil des formations, formations@example.org, 01 99 00 21 40",
    "practical": "Le code de la porte est donné à l’accueil. Le déjeuner est offert.",
}
_QUESTIONS = [
    {"id": "q1", "text": "Qu’aimeriez-vous savoir faire après cette formation ?"},
    {"id": "q2", "text": "Quels jours vous conviennent le mieux ?"},
]

SESSIONS: tuple[Planned, ...] = (
    Planned("past", FIRST_STEPS, _IDF, -26, 2, 6, "halte", planned=44, facts=_HALTE, end="closed"),
    Planned(
        "full",
        FIRST_STEPS,
        _IDF,
        12,
        2,
        4,
        "halte",
        facts=_HALTE | {"passport": {"childcare": "yes"}},
    ),
    # Somebody else trains then: Dari instead of Pashto, and less French is enough.
    Planned(
        "later",
        FIRST_STEPS,
        _IDF,
        54,
        2,
        8,
        "halte",
        planned=4,
        facts=_HALTE
        | {"spoken": {"trainer_languages": ["fr", "fa-AF", "ar"], "french_oral": "a1"}},
    ),
    Planned(
        "chosen",
        "Intervenant Pair",
        _IDF,
        40,
        3,
        12,
        "angers",
        until=10,
        facts={
            "chooses": True,
            "questions": _QUESTIONS,
            "passport": {"interpreter": "yes"},
            "contact": "Responsable de formation, arifts@example.org",
            "practical": "Ce sont les trois premiers jours : le calendrier des six mois est donné à l’entrée. Avant, un entretien "
            "d’une demi-heure, par téléphone ou sur place.",
        },
        meetings=(
            Meetings(6, -4, 10, 2, 30, "phone", names=("Malika Benali", "Yann Le Goff")),
            Meetings(
                5,
                4,
                14,
                4,
                30,
                "place",
                "Maison des associations, bureau 12, 8 rue des Tanneurs, 49000 Angers",
                ("Malika Benali", "Yann Le Goff"),
            ),
            Meetings(5, 6, 10, 3, 20, "phone", names=("Malika Benali",), peer_there=False),
        ),
    ),
    Planned(
        "online",
        "Initiation au paradigme",
        _IDF,
        18,
        1,
        15,
        facts={
            "online": True,
            "passport": {"remote": "yes", "captions": "yes", "computer": "no"},
            "practical": "Un téléphone suffit. Le lien s’ouvre dans le navigateur.",
            "contact": "Équipe de la fédération, formations@example.org",
        },
        video_link="https://visio.example.org/retablissement",
    ),
    Planned(
        "employer",
        "La Pair-aidance professionnelle",
        _IDF,
        33,
        2,
        10,
        "montreuil",
        facts={
            "asks_employer": True,
            "passport": {"meals": "yes"},
        },
    ),
    Planned(
        "cancelled",
        "Co-construire les pratiques",
        _IDF,
        26,
        2,
        10,
        facts={"venue": "Espace des Tilleuls", "city": "Pantin", "department": "93"},
        end="cancelled",
        because="La formatrice est absente. De nouvelles dates arrivent bientôt.",
    ),
    Planned(
        "north",
        "RESPAI Made in",
        _HDF,
        47,
        3,
        14,
        "lille",
        facts={
            "practical": "C’est le premier module. Les autres suivent, un par mois.",
            "passport": {"meals": "yes", "interpreter": "yes"},
        },
    ),
)


@dataclass(frozen=True)
class Asked:
    """Somebody asks to come. `then`: what happens afterwards, each (days ago, what, words)."""

    session: str
    name: str
    locale: str
    days: int
    phone: str = ""
    email: str = ""
    words: str = ""
    voice: str = ""
    answers: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    language: str = ""
    need: str = ""
    employer: tuple[str, str] = ("", "")
    account: str = ""
    then: tuple[tuple[int, str, str], ...] = ()


ASKED: tuple[Asked, ...] = (
    Asked("past", "Amadou", "fr", 40, phone="+33639981301", words="Je veux bien m’asseoir devant."),
    Asked("past", "Shirin", "fa", 39, email="shirin.past@example.org"),
    Asked(
        "full", "Yonas", "en", 15, phone="+33639981302", words="I work at night: mornings are hard."
    ),
    Asked(
        "full",
        "Samira K.",
        "fa-AF",
        14,
        email="samira.k@example.org",
        language="fa-AF",
        lines=("interpreter",),
        need="Une personne qui parle dari, une femme si possible.",
        then=((6, "arranged", "Une interprète en dari vient les deux jours."),),
    ),
    Asked(
        "full",
        "Idriss",
        "ar",
        13,
        phone="+33639981303",
        voice="voice-ar",
        lines=("step_free", "lift"),
    ),
    Asked(
        "full",
        "Rosa",
        "fr",
        12,
        email="rosa.formation@example.org",
        then=((2, "withdraw", ""),),
    ),
    Asked(
        "full",
        "Zarghuna A.",
        "ps",
        10,
        phone="+33639980117",
        voice="voice-fa",
        language="ps",
        lines=("interpreter",),
        account="candidate",
        then=((9, "claim", ""), (1, "next", "")),
    ),
    Asked("full", "Mathis", "fr-x-simple", 8, phone="+33639981304", words="Je lis lentement."),
    Asked("full", "Dolores", "fr", 5, email="dolores.formation@example.org"),
    Asked(
        "chosen",
        "Ghulam",
        "ps",
        9,
        phone="+33639981305",
        voice="voice-fa",
        answers=("زه غواړم چې له نورو سره مرسته وکړم.", ""),
        then=((4, "invite", ""),),
    ),
    Asked(
        "chosen",
        "Nour",
        "ar",
        7,
        email="nour.formation@example.org",
        answers=("أريد أن أتكلم أمام فريق.", "الاثنين والثلاثاء."),
        then=(
            (5, "invite", ""),
            (5, "choose", "0"),
            (3, "offer", "Nous gardons une place pour vous."),
        ),
    ),
    Asked(
        "chosen",
        "Sahar",
        "fa",
        8,
        phone="+33639981309",
        answers=("می‌خواهم به دیگران گوش بدهم.", "دوشنبه"),
        then=((4, "invite", ""), (3, "choose", "0")),
    ),
    Asked(
        "chosen",
        "Moussa",
        "fr",
        7,
        phone="+33639981310",
        answers=("Parler devant un groupe.", ""),
        then=((4, "invite", ""), (2, "call", "Le soir, après 18 h.")),
    ),
    Asked("chosen", "Irina", "en", 1, email="irina.formation@example.org"),
    Asked(
        "chosen",
        "Bertrand",
        "fr",
        6,
        phone="+33639981306",
        answers=("Animer un groupe.", "Tous."),
        then=(
            (
                4,
                "decline",
                "Cette session est pour des personnes qui n’ont pas encore suivi ce parcours.",
            ),
        ),
    ),
    Asked("online", "Leïla", "fr", 4, email="leila.formation@example.org", lines=("captions",)),
    # The same person, who lost their link.
    Asked("online", "Leïla Mansour", "fr", 1, email="leila.formation@example.org"),
    Asked("cancelled", "Tesfay", "en", 11, phone="+33639981307"),
    Asked(
        "employer",
        "Karim Haddad",
        "fr",
        8,
        phone="+33639980142",
        account="travail-pair",
        employer=("Hélène Courtois", "helene.courtois@example.org"),
        then=((5, "agree", "D’accord, sur le temps de travail."),),
    ),
    Asked(
        "employer",
        "Farid",
        "fa-AF",
        2,
        phone="+33639981308",
        lines=("interpreter",),
        language="fa-AF",
        employer=("Direction", "direction.formation@example.org"),
    ),
)
