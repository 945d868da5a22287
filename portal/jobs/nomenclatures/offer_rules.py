"""What an offer may not say, must justify, or could say better: dated rules (LG-10, LG-11, ST-19).

`patterns` are regular expressions over text in lower case without accents. `where` is the part of
the offer a rule looks at: `candidate` (what is asked of a person), `asked` (questions and ways to
answer), `pay`, `title`, `anywhere` in French, `everywhere` in translations too. `proposal` is
French text that could stand there instead.
"""

from dataclasses import dataclass
from datetime import date

from babel.support import LazyProxy

from portal.kernel.i18n import N_
from portal.kernel.nomenclatures import UNKNOWN_START, Seed

_DISCRIMINATION = "Code du travail, article L1132-1 ; fiche F39133 de service-public.fr"
_ASKING = "Code du travail, articles L1221-6 et L1221-8 ; CNIL, guide recrutement, janvier 2023"
_PAY = (
    "Directive (UE) 2023/970, article 5, à transposer avant le 7 juin 2026 ;"
    " pas encore transposée : règle du portail"
)
_GUIDE = "Guide travail pair, rédaction de l’offre et recrutement"


@dataclass(frozen=True)
class _Rule:
    code: str
    level: str
    where: str
    label: LazyProxy
    proposal: str
    source: str
    patterns: tuple[str, ...]


_REFUSED = (
    _Rule(
        "age",
        "refuse",
        "everywhere",
        N_("Une offre ne peut pas fixer d’âge."),
        "Décrivez la mission ; l’âge n’en fait pas partie.",
        _DISCRIMINATION,
        (
            r"\b(?:moins|plus) de \d{2} ans\b(?! d.experience)",
            r"\b(?:entre|de) \d{2} (?:et|a) \d{2} ans\b",
            r"\bage (?:maximum|minimum|maximal|minimal|limite)\b",
            r"\bage[·.(]?e?[)·.]?s? (?:de|d.au moins) \d{2}\b",
            r"\bjeunes? (?:diplome|dynamique|actif|professionnel)",
            (
                r"\b(?:under|over|below|less than|more than|younger than|older than)"
                r" (?:the age of )?\d{2}\b(?! years?.? of experience)"
            ),
            r"(?:اقل|اكثر|اصغر|اكبر) من \d{2} (?:سنة|عام)",
            r"(?:كمتر|کمتر|بيشتر|بیشتر|زیر|بالای) (?:از )?\d{2} سال(?!.{0,12}(?:سابقه|تجربه))",
            r"له \d{2} کلونو (?:نه )?(?:کم|لږ|زیات|پورته|مشر|کشر)",
        ),
    ),
    _Rule(
        "sex",
        "refuse",
        "everywhere",
        N_("Une offre ne peut pas être réservée à un sexe."),
        "Écrivez le poste au féminin et au masculin.",
        _DISCRIMINATION,
        (
            r"\b(?:hommes?|femmes?) (?:uniquement|seulement|exclusivement|de preference)\b",
            r"\b(?:uniquement|exclusivement|reservee? aux?) (?:une? )?(?:hommes?|femmes?)\b",
            r"\bde preference (?:une? )?(?:hommes?|femmes?)\b",
            r"\bsexe (?:masculin|feminin)\b",
            r"\b(?:men|women|males?|females?) only\b|\bonly (?:for )?(?:men|women)\b",
            r"(?:رجال|نساء) فقط|فقط (?:للرجال|للنساء)",
            r"(?:فقط|تنها) (?:برای )?(?:مردان|زنان|اقایان|خانم)",
            r"یوازې (?:د )?(?:نارینه|ښځ)",
        ),
    ),
    _Rule(
        "nationality",
        "refuse",
        "everywhere",
        N_("Une offre ne peut pas demander une nationalité, une origine ou une langue maternelle."),
        "Le droit de travailler est vérifié à l’embauche, en dehors du portail.",
        _DISCRIMINATION,
        (
            r"\bnationalite\b",
            r"\bressortissant",
            r"\bd.origine (?:francaise|europeenne|africaine|etrangere|afghane|arabe)",
            r"\blangue maternelle\b",
            r"\bnationality\b|\bnative (?:speaker|language)\b|\bmother tongue\b",
            r"جنسية|اللغة الام|تابعیت|ملیت|زبان مادری|مورنۍ ژبه",
        ),
    ),
    _Rule(
        "health",
        "refuse",
        "candidate",
        N_("Une offre ne peut pas demander un état de santé."),
        "Décrivez la tâche : « port de charges jusqu’à … kg », « station debout … heures ».",
        _DISCRIMINATION,
        (
            r"\bbonne sante\b",
            r"\babstinen",
            r"\bsevre[·.(]?e?\b",
            r"\bsans (?:addiction|traitement|antecedents?)\b",
            r"\bstabilise[·.(]?e?[)]? (?:psych|sur le plan)",
        ),
    ),
    _Rule(
        "appearance",
        "refuse",
        "candidate",
        N_("Une offre ne peut pas parler de l’apparence."),
        "Décrivez l’attitude attendue au travail : « accueillir avec attention ».",
        _DISCRIMINATION,
        (r"\bbonne presentation\b", r"\bpresentation (?:soignee|impeccable)\b", r"\bapparence\b"),
    ),
    _Rule(
        "family",
        "refuse",
        "candidate",
        N_("Une offre ne peut pas parler de la famille, des opinions ou de la religion."),
        "Décrivez les horaires et les déplacements ; chacun voit ce qui lui convient.",
        _DISCRIMINATION,
        (
            r"\bsans enfants?\b",
            r"\bcelibataire\b",
            r"\bsituation (?:de famille|familiale)\b",
            r"\bconvictions? (?:religieuse|politique)",
            r"\bnon syndique",
        ),
    ),
    _Rule(
        "pay_vague",
        "refuse",
        "pay",
        N_("La paie est toujours dite : une fourchette et une unité, jamais « selon profil »."),
        "Écrivez le minimum et le maximum prévus ; la note peut dire comment la place est choisie.",
        _PAY,
        (
            r"\bselon (?:le |la |votre |vos )?(?:profil|experiences?|competences?|candidat)",
            r"\ba (?:negocier|definir|debattre|convenir)\b",
            r"\bnegociable\b",
        ),
    ),
    _Rule(
        "pay_history",
        "refuse",
        "anywhere",
        N_("On ne demande ni le salaire précédent ni des prétentions."),
        "Donnez votre fourchette ; elle suffit.",
        _PAY,
        (
            r"\bpretentions? (?:salariale|financiere)",
            r"\bpretentions?\b(?= *[.;,]?$)",
            r"\b(?:dernier|precedent|actuel)s? salaires?\b",
            r"\bsalaires? (?:actuel|precedent|anterieur)",
            r"\bfiches? de paie\b",
        ),
    ),
    _Rule(
        "unpaid",
        "refuse",
        "pay",
        N_("Le travail pair publié ici est un travail payé."),
        "Indiquez la rémunération prévue par la convention.",
        _GUIDE,
        (r"\bnon remunere", r"\bbenevol", r"\bsans (?:salaire|remuneration)\b"),
    ),
    _Rule(
        "papers_asked",
        "refuse",
        "asked",
        N_("On ne demande pas de pièces ou de numéros avant l’embauche."),
        "Les pièces sont vues à l’embauche, en dehors du portail.",
        _ASKING,
        (
            r"\bsecurite sociale\b",
            r"\bcarte vitale\b",
            r"\b(?:copie|scan|photocopie) d",
            r"\bpieces? d.identite\b",
            r"\bcarte d.identite\b",
            r"\btitre de sejour\b",
            r"\brib\b",
            r"\bcasier judiciaire\b",
            r"\bphoto\b",
        ),
    ),
    _Rule(
        "question_private",
        "refuse",
        "asked",
        N_("Cette question touche à la vie privée. La loi ne permet pas de la poser."),
        "« Qu’est-ce qui vous a amené à postuler sur ce poste ? »",
        _ASKING,
        (
            r"\b(?:quel|votre) age\b",
            r"\bdate de naissance\b",
            r"\bavez.vous (?:des )?enfants\b",
            r"\benceinte\b",
            r"\bvotre (?:origine|religion|nationalite|situation familiale)\b",
            r"\b(?:hospitalise|incarcere|interne|soigne)[·.(]?e?",
            r"\bsuivi (?:psy|medical)",
            r"\btraitement (?:medical|psy)",
            r"\bavez.vous (?:deja )?(?:consomme|ete a la rue|dormi|vecu)",
        ),
    ),
)

_TO_JUSTIFY = (
    _Rule(
        "lived_experience",
        "justify",
        "candidate",
        N_("Exiger un vécu expose à une discrimination, et personne n’a à nommer ce qu’il a vécu."),
        "Vous savez mobiliser, si vous le souhaitez, des savoirs issus de l’expérience.",
        f"{_DISCRIMINATION} ; {_GUIDE}",
        (
            r"\b(?:ayant|avoir|avez)\b.{0,25}\b(?:vecu|connu|traverse|souffert)\b",
            r"\b(?:ayant|avoir|avez)\b.{0,15}\bun parcours\b",
            r"\bparcours (?:de (?:rue|soins?|vie)|d.(?:addiction|exil))",
            r"\bparcours (?:migratoire|psychiatrique|carceral)",
            r"\bancien[·.]?(?:ne)?[·.]?s? (?:sdf|usager|consommat|detenu|toxico|patient|heberge)",
            r"\ben (?:cours de )?retablissement\b",
            r"\bvecu (?:de la|en|dans la|personnel de) ",
        ),
    ),
    _Rule(
        "legal_status",
        "justify",
        "candidate",
        N_("Demander un statut ou des papiers écarte sur l’origine."),
        "Personne éligible à l’insertion par l’activité économique (vérifié avec un prescripteur).",
        _DISCRIMINATION,
        (
            r"\bstatut de refugie",
            r"\brefugie[·.(]?e?[)]?[·.]?s? statutaire",
            r"\bprotection (?:subsidiaire|internationale)\b",
            r"\bprimo.?arrivant",
            r"\bdemande d.asile\b",
            r"\bdemandeur[·.]?(?:euse)?[·.]?s? d.asile\b",
            r"\bregularise",
            r"\b(?:titre|carte) de sejour\b",
        ),
    ),
    _Rule(
        "physical",
        "justify",
        "candidate",
        N_("Un corps n’est pas un critère ; une tâche peut l’être."),
        "Port de charges jusqu’à … kg, … fois par jour ; station debout … heures.",
        _DISCRIMINATION,
        (
            r"\b(?:bonne |excellente )?(?:forme|condition) physique\b",
            r"\bresistan(?:ce|t)\b",
            r"\bendurance\b",
            r"\bgestion du stress\b",
            r"\brobuste\b",
        ),
    ),
    _Rule(
        "residence",
        "justify",
        "candidate",
        N_("Le lieu ou la façon d’habiter n’est pas un critère de recrutement."),
        "Horaires de … à … ; lieu desservi par …",
        _DISCRIMINATION,
        (
            r"\b(?:habiter|resider|habitant|residant|domicilie)\b",
            r"\blogement (?:stable|personnel|autonome)\b",
            r"\bloge[·.(]?e?[)]? de (?:facon|maniere)",
            r"\bproximite (?:du lieu|geographique)",
        ),
    ),
    _Rule(
        "criminal_record",
        "justify",
        "candidate",
        N_("Un casier judiciaire ne se demande que si un texte l’impose pour ce poste."),
        "Attestation d’honorabilité demandée à l’embauche, si le texte du secteur l’impose.",
        "Code de l’action sociale et des familles, article L133-6 ; décret 2024-643",
        (r"\bcasier\b", r"\bcondamnation"),
    ),
    _Rule(
        "disability",
        "justify",
        "candidate",
        N_("Un handicap reconnu ne peut être demandé que dans un cadre prévu par la loi."),
        "Poste ouvert à toutes et tous ; des aménagements sont possibles sur simple demande.",
        _DISCRIMINATION,
        (r"\brqth\b", r"\btravailleur[·.]?(?:se)?[·.]?s? handicape"),
    ),
)

_ADVICE = (
    _Rule(
        "title_gender",
        "advise",
        "title",
        N_("Le titre est au masculin seulement."),
        "Ajoutez le féminin, par exemple « Médiatrice ou médiateur » ou « Médiateur·rice ».",
        f"{_DISCRIMINATION} ; Directive (UE) 2023/970, article 5",
        (
            r"^(?!.*(?:\bou\b|[hf] ?/ ?[hf]|[·(]|\.[a-z]))(?:mediateur|travailleur|educateur)\b",
            r"^(?!.*(?:\bou\b|[hf] ?/ ?[hf]|[·(]|\.[a-z]))(?:intervenant|accompagnateur|agent)\b",
            r"^(?!.*(?:\bou\b|[hf] ?/ ?[hf]|[·(]|\.[a-z]))(?:animateur|charge|coordinateur)\b",
            r"^(?!.*(?:\bou\b|[hf] ?/ ?[hf]|[·(]|\.[a-z]))(?:assistant|referent)\b",
        ),
    ),
    _Rule(
        "useless_equality",
        "advise",
        "candidate",
        N_("Toute offre est déjà ouverte à toutes et tous : cette phrase n’apprend rien."),
        "Vous pouvez l’enlever.",
        _GUIDE,
        (r"\btous? (?:les )?ages?\b", r"\bhommes? (?:et|ou) femmes?\b"),
    ),
    _Rule(
        "perfect_french",
        "advise",
        "candidate",
        N_("Dites plutôt à quoi sert le français dans ce poste."),
        "Prendre un message au téléphone ; écrire une transmission de 5 lignes.",
        _GUIDE,
        (
            r"\b(?:maitrise|connaissance) (?:parfaite|excellente|complete) d",
            r"\b(?:parfaite|excellente) maitrise du francais\b",
            r"\bfrancais (?:courant|parfait|impeccable)\b",
            r"\bsans fautes?\b",
        ),
    ),
    _Rule(
        "own_vehicle",
        "advise",
        "candidate",
        N_("Peu de personnes ont une voiture. Est-elle vraiment nécessaire ?"),
        "Un véhicule de service ou un titre de transport est prévu.",
        _GUIDE,
        (r"\b(?:vehicule|voiture) personnel", r"\bvehicule[·.]?e?[·.]?s? (?:exige|obligatoire)"),
    ),
    _Rule(
        "question_path",
        "advise",
        "asked",
        N_("Une question sur le parcours reste libre : on y répond aussi peu qu’on veut."),
        "« Qu’est-ce qui vous a amené à postuler sur ce poste ? »",
        _GUIDE,
        (r"\bparcours\b", r"\bvotre histoire\b", r"\bvos difficultes\b"),
    ),
    _Rule(
        "acronyms",
        "advise",
        "candidate",
        N_("Un sigle que peu de gens connaissent fait fuir. Écrivez-le en entier."),
        "CV et lettre ; équipe mobile ; analyse de la pratique.",
        _GUIDE,
        (r"\blm\b", r"\bgap\b", r"\bapp\b", r"\bcvs\b", r"\bouip\b"),
    ),
)

# A rule begins with the text it names; one of the guide or of the house has no known first day.
_SINCE = {
    _PAY: date(2026, 6, 7),
    _DISCRIMINATION: date(2022, 9, 1),
    _ASKING: date(2023, 1, 30),
}


def _start_of(source: str) -> date:
    return next((day for text, day in _SINCE.items() if source.startswith(text)), UNKNOWN_START)


RULE_SEED = tuple(
    Seed(
        "offer_rule",
        rule.code,
        rule.label,
        source=rule.source,
        valid_from=_start_of(rule.source),
        checked_on=date(2026, 11, 20),
        data={
            "level": rule.level,
            "where": rule.where,
            "proposal": rule.proposal,
            "patterns": list(rule.patterns),
        },
    )
    for rule in (*_REFUSED, *_TO_JUSTIFY, *_ADVICE)
)
