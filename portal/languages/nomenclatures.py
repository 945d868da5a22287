"""French as described needs beside the CEFR level (LG-20), and languages in their own script."""

from datetime import date

from sqlalchemy.orm import Session

from portal.kernel import nomenclatures
from portal.kernel.i18n import N_
from portal.kernel.nomenclatures import Seed

CEFR, FRENCH_NEED, LANGUAGE = "cefr", "french_need", "language"
FRENCH = "fr"
_FRENCH = N_("français")

_CEFR = "Cadre européen commun de référence pour les langues ; niveaux alpha et A1.1 français"
_NEEDS = "Fiches de poste du guide travail pair, besoins décrits plutôt que notés"
_CLDR = "Unicode CLDR, noms des langues"
# CLDR does not name these in their own words: written as they are used, until a speaker reads them.
_IN_USE = "Nom d’usage, à relire par des personnes qui parlent la langue"
_NOT_IN_CLDR = {"rom", "bm", "snk", "fsl"}

_LEVELS = (
    ("alpha", N_("Alpha : apprend à lire et à écrire")),
    ("a1.1", N_("A1.1 : quelques mots, quelques phrases apprises")),
    ("a1", N_("A1 : phrases simples sur soi et le quotidien")),
    ("a2", N_("A2 : échanges simples, messages courts")),
    ("b1", N_("B1 : se débrouille au travail, raconte, explique")),
    ("b2", N_("B2 : discute et écrit avec aisance")),
    ("c1", N_("C1 : parle et écrit comme il faut, sans chercher ses mots")),
    ("c2", N_("C2 : comprend et exprime tout, même les nuances")),
)

# (code, label, oral or written, about which level it takes)
_FRENCH_NEEDS = (
    ("welcome", N_("accueillir une personne et l’orienter"), "oral", "a2"),
    ("instructions", N_("comprendre des consignes dites à l’oral"), "oral", "a1"),
    ("ask_for_help", N_("demander de l’aide et dire ce qu’on ne comprend pas"), "oral", "a1"),
    ("say_what_happened", N_("raconter ce qui s’est passé à un collègue"), "oral", "a2"),
    ("take_phone_message", N_("prendre un message au téléphone"), "oral", "a2"),
    ("team_meeting", N_("suivre une réunion d’équipe et y parler"), "oral", "b1"),
    ("calm_tension", N_("apaiser une tension avec des mots"), "oral", "b1"),
    ("appointment", N_("accompagner une personne à un rendez-vous"), "oral", "b1"),
    ("interpret", N_("traduire à l’oral entre le français et une autre langue"), "oral", "b2"),
    ("group", N_("animer un groupe ou un atelier"), "oral", "b2"),
    ("public_speech", N_("intervenir devant un public"), "oral", "b2"),
    ("signs", N_("lire un planning, une affiche, une consigne"), "written", "a1"),
    ("short_message", N_("écrire un message court à l’équipe"), "written", "a2"),
    ("forms", N_("remplir un formulaire avec une personne"), "written", "b1"),
    ("write_five_lines", N_("écrire une transmission de 5 lignes"), "written", "b1"),
    ("computer", N_("utiliser la messagerie et l’agenda de l’équipe"), "written", "a2"),
    ("letters", N_("écrire un courrier à une administration"), "written", "b2"),
    ("report", N_("écrire un compte rendu ou un bilan"), "written", "b2"),
)

# (code, French name, own name, direction)
_LANGUAGES = (
    ("ar", N_("arabe littéraire"), "العربية", "rtl"),
    ("ary", N_("arabe marocain (darija)"), "الدارجة", "rtl"),
    ("fa-AF", N_("dari"), "دری", "rtl"),
    ("fa", N_("farsi (persan)"), "فارسی", "rtl"),
    ("ps", N_("pachto"), "پښتو", "rtl"),
    ("ur", N_("ourdou"), "اردو", "rtl"),
    ("ckb", N_("kurde sorani"), "کوردیی ناوەندی", "rtl"),
    ("kmr", N_("kurde kurmandji"), "Kurmancî", "ltr"),
    ("tr", N_("turc"), "Türkçe", "ltr"),
    ("en", N_("anglais"), "English", "ltr"),
    ("es", N_("espagnol"), "Español", "ltr"),
    ("pt", N_("portugais"), "Português", "ltr"),
    ("it", N_("italien"), "Italiano", "ltr"),
    ("ro", N_("roumain"), "Română", "ltr"),
    ("rom", N_("rromani"), "Romani ćhib", "ltr"),
    ("bg", N_("bulgare"), "Български", "ltr"),
    ("sq", N_("albanais"), "Shqip", "ltr"),
    ("sr", N_("serbe, bosnien, croate"), "Srpski", "ltr"),
    ("pl", N_("polonais"), "Polski", "ltr"),
    ("ru", N_("russe"), "Русский", "ltr"),
    ("uk", N_("ukrainien"), "Українська", "ltr"),
    ("ka", N_("géorgien"), "ქართული", "ltr"),
    ("hy", N_("arménien"), "Հայերեն", "ltr"),
    ("ti", N_("tigrinya"), "ትግርኛ", "ltr"),
    ("am", N_("amharique"), "አማርኛ", "ltr"),
    ("om", N_("oromo"), "Afaan Oromoo", "ltr"),
    ("so", N_("somali"), "Soomaali", "ltr"),
    ("sw", N_("swahili"), "Kiswahili", "ltr"),
    ("ln", N_("lingala"), "Lingála", "ltr"),
    ("bm", N_("bambara"), "Bamanankan", "ltr"),
    ("snk", N_("soninké"), "Sooninkanxanne", "ltr"),
    ("ff", N_("peul (pulaar)"), "Pulaar", "ltr"),
    ("wo", N_("wolof"), "Wolof", "ltr"),
    ("kab", N_("kabyle"), "Taqbaylit", "ltr"),
    ("bn", N_("bengali"), "বাংলা", "ltr"),
    ("hi", N_("hindi"), "हिन्दी", "ltr"),
    ("pa", N_("pendjabi"), "ਪੰਜਾਬੀ", "ltr"),
    ("ta", N_("tamoul"), "தமிழ்", "ltr"),
    ("ne", N_("népalais"), "नेपाली", "ltr"),
    ("bo", N_("tibétain"), "བོད་སྐད་", "ltr"),
    ("mn", N_("mongol"), "Монгол", "ltr"),
    ("zh", N_("chinois mandarin"), "中文", "ltr"),
    ("vi", N_("vietnamien"), "Tiếng Việt", "ltr"),
    ("fsl", N_("langue des signes française (LSF)"), "LSF", "ltr"),
)

_FRENCH_SEED = (
    *(
        Seed(CEFR, code, label, source=_CEFR, checked_on=date(2026, 11, 20))
        for code, label in _LEVELS
    ),
    *(
        Seed(FRENCH_NEED, code, label, source=_NEEDS, data={"skill": skill, "level": level})
        for code, label, skill, level in _FRENCH_NEEDS
    ),
)
_LANGUAGE_SEED = tuple(
    Seed(
        LANGUAGE,
        code,
        label,
        source=_IN_USE if code in _NOT_IN_CLDR else _CLDR,
        data={"own": own, "direction": direction},
    )
    for code, label, own, direction in _LANGUAGES
)

SEED = (*_FRENCH_SEED, *_LANGUAGE_SEED)


def list_languages(session: Session) -> list[tuple[str, str]]:
    """(code, label) of what people may speak together: French, then the list of languages."""
    others = nomenclatures.entries(session, LANGUAGE)
    return [(FRENCH, str(_FRENCH)), *((entry.code, entry.label) for entry in others)]


def language_label(session: Session, code: str) -> str:
    return str(_FRENCH) if code == FRENCH else nomenclatures.label_of(session, LANGUAGE, code)
