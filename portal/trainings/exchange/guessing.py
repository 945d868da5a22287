"""Which of our columns a header is: by its name here, or by what others call it."""

from collections.abc import Mapping, Sequence

from portal.kernel import i18n, search
from portal.trainings.exchange.columns import PASSPORT, REFERENCE, SESSIONS, Column

# What federations and organisers write, beside our own words.
_OTHERS = {
    REFERENCE: ("id", "identifiant externe", "numero", "numero lheo", "reference", "ref", "code"),
    "title": ("titre", "intitule", "intitule formation", "nom", "formation", "nom formation"),
    "organiser": ("organisme", "organisateur", "organisme formation", "porteur"),
    "partners": ("partenaires", "partenaire"),
    "origin": ("origine", "organisme porteur experience"),
    "audience": ("public", "publics", "public vise", "publics vises"),
    "open_to_concerned": ("ouvert personnes concernees", "personnes concernees"),
    "goals": ("objectifs", "objectif", "objectifs formation"),
    "content": ("contenu", "programme", "contenus"),
    "trainers": ("formateurs", "intervenants", "formateur"),
    "peer_trainers": ("formateur pair", "formateurs pairs"),
    "outlook": ("debouches", "suites", "perspectives"),
    "certification": ("certification", "diplome", "validation"),
    "days": ("nombre jours", "duree jours", "nb jours"),
    "hours": ("nombre heures", "duree heures", "nb heures", "duree en heures"),
    "weeks": ("nombre semaines", "duree semaines", "nb semaines"),
    "months": ("nombre mois", "duree mois", "nb mois"),
    "duration_words": ("duree",),
    "internship_words": ("stage", "stages"),
    "period": ("date", "periode", "calendrier"),
    "venue": ("lieu", "adresse lieu"),
    "city": ("commune", "ville lieu"),
    "prerequisites_words": ("prerequis", "pre requis", "conditions entree"),
    "places": ("places", "nb places", "effectif", "nombre participants"),
    "selection": ("selection", "modalites recrutement", "recrutement"),
    "referent": ("referent handicap",),
    "passport_words": ("accessibilite",),
    "contact_role": ("contact", "contacts"),
    "contact_email": ("email", "mail", "courriel", "adresse mail", "adresse email"),
    "contact_phone": ("tel", "numero telephone"),
    "website": ("site", "site web", "site internet", "url", "lien", "page web"),
    "sources": ("source", "sources"),
    SESSIONS: ("sessions", "session", "dates sessions", "prochaines sessions", "prochaines dates"),
    "verified_on": ("date verification", "mise a jour", "date mise a jour"),
}
_LITTLE = frozenset({"de", "du", "des", "la", "le", "les", "l", "d", "en", "a", "aux", "et"})


def guess(headers: Sequence[str], columns: Mapping[str, Column]) -> list[str]:
    """The key of each header, empty where nobody knows; each key once."""
    known = _known(columns)
    found: list[str] = []
    for header in headers:
        key = known.get(_bare(header), "")
        found.append("" if key in found else key)
    return found


def _known(columns: Mapping[str, Column]) -> dict[str, str]:
    known = {_bare(word): key for key, words in _OTHERS.items() for word in words}
    with i18n.use(i18n.DEFAULT):
        for key, column in columns.items():
            known[_bare(key)] = key
            known[_bare(str(column.label))] = key
            if key.startswith(PASSPORT):
                known[_bare(key.removeprefix(PASSPORT))] = key
    known.pop("", None)
    return known


def _bare(text: str) -> str:
    letters = (letter if letter.isalnum() else " " for letter in search.normalise(text))
    return " ".join(word for word in "".join(letters).split() if word not in _LITTLE)
