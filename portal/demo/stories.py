"""Who answered which offer of the demo, how, and what became of it.

`offer` is the beginning of the title, `days` how long ago it was sent, `moves` what the structure
did: (days ago, what, detail). `own_cv`: the one made from their record. Numbers are those kept for fiction.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """One answer to one offer."""

    offer: str
    name: str
    locale: str
    days: int
    phone: str = ""
    email: str = ""
    voice: str = ""
    call: bool = False
    letter: str = ""
    own_cv: bool = False
    answers: tuple[str, ...] = ()
    adjustment: str = ""
    helped_by: str = ""
    account: str = ""
    moves: tuple[tuple[int, str, str], ...] = ()
    note: tuple[str, str] = ("", "")


STORIES = (
    Story(
        "Médiation et interprétariat", "Zarghuna A.", "ps", 6, phone="+33639980117",
        voice="voice-fa", call=True, account="candidate",
        answers=("Je veux aider les gens à comprendre, comme on m’a aidée.",),
        moves=((5, "review", ""), (2, "interview", "12 passage des Bateliers")),
        note=("Expliquer calmement une règle", "Explique clairement, donne des exemples."),
    ),
    Story(
        "Médiation et interprétariat", "Yonas", "en", 1, phone="+33639980121", voice="voice-en",
        answers=("I like helping people find their way.",),
    ),
    Story(
        "Médiation et interprétariat", "", "ar", 0, phone="+33639980122", call=True,
    ),
    Story(
        "Médiation et interprétariat", "Samira K.", "fa-AF", 8, email="samira.k@example.org",
        voice="voice-fa", helped_by="une travailleuse sociale",
        moves=((6, "review", ""), (4, "decline", "match_missions")),
    ),
    Story(
        "Médiation et interprétariat", "Idriss", "ar", 4, phone="+33639980124", voice="voice-ar",
        call=True, adjustment="Un lieu sans marches, si possible.", moves=((3, "review", ""),),
        note=("Aimer travailler à plusieurs", "A déjà travaillé en équipe de huit personnes."),
    ),
    Story(
        "Accueil et logistique du vestiaire", "Moussa", "fr", 12, phone="+33639980125",
        voice="voice-fr", call=True,
    ),
    Story(
        "Accueil et logistique du vestiaire", "Tesfay", "en", 20, phone="+33639980126",
        voice="voice-en", moves=((18, "review", ""), (12, "interview", ""), (7, "offer", "")),
    ),
    Story(
        "Accueil et logistique du vestiaire", "Marie-Jo", "fr", 5, phone="+33199000131",
        voice="voice-fr", moves=((3, "review", ""),),
    ),
    Story(
        "Cuisine partagée", "Faduma", "fr-x-simple", 60, phone="+33639980127", voice="voice-fr",
        moves=((58, "review", ""), (50, "withdraw", "")),
    ),
    Story(
        "Médiation en santé", "Karim Haddad", "fr", 3, phone="+33639980142", account="travail-pair",
        email="karim.haddad@example.org", voice="voice-fr", own_cv=True,
        letter="Bonjour,\n\nJe travaille depuis trois ans dans un centre d’hébergement. J’aimerais "
        "accompagner davantage vers les soins et animer des ateliers.\n\nKarim Haddad",
    ),
    Story(
        "Travail pair à l’accueil de jour", "Ioana", "fr", 1, phone="+33639980128", call=True,
        voice="voice-fr",
    ),
    Story(
        "Intervention sociale", "Béatrice", "fr", 10, email="beatrice.l@example.org",
        voice="voice-fr", moves=((8, "review", ""),),
    ),
)  # fmt: skip
