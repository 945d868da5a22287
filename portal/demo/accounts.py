"""The people one can become with one click in the demo."""

from dataclasses import dataclass

from babel.support import LazyProxy

from portal.kernel.i18n import N_


@dataclass(frozen=True)
class DemoAccount:
    """`address` is the e-mail or phone the account is found by; `home` where it lands."""

    key: str
    name: str
    address: str
    locale: str
    what: LazyProxy
    home: str


HALTE, FAS_IDF = "halte-des-quais", "fas-ile-de-france"
TRAINER = "Amandine Kouassi"

ACCOUNTS: tuple[DemoAccount, ...] = (
    DemoAccount(
        "structure",
        "Nadia Benslimane",
        "nadia.benslimane@example.org",
        "fr",
        N_("Administre la Halte des Quais : offres, candidatures, équipe."),
        f"/employer/{HALTE}",
    ),
    DemoAccount(
        "recrutement",
        "Thomas Lefèvre",
        "thomas.lefevre@example.org",
        "fr",
        N_("Recrute à la Halte des Quais : écoute et répond."),
        f"/employer/{HALTE}/applications",
    ),
    DemoAccount(
        "redaction",
        "Inês Rocha",
        "ines.rocha@example.org",
        "fr",
        N_("Prépare des offres à la Halte des Quais, ne voit aucune candidature."),
        f"/employer/{HALTE}/offers",
    ),
    DemoAccount(
        "encadrement",
        "Hélène Courtois",
        "helene.courtois@example.org",
        "fr",
        N_("Dirige un centre d’hébergement et mène les entretiens de l’équipe."),
        "/employer/les-trois-sources/interviews",
    ),
    DemoAccount(
        "accueil",
        "Aminata Diarra",
        "aminata.diarra@example.org",
        "fr",
        N_(
            "Encadre l’équipe de la Halte des Quais : accueil, points d’étape, tableau de l’équipe."
        ),
        f"/employer/{HALTE}/welcome",
    ),
    DemoAccount(
        "equipe",
        "Farid Nabizada",
        "farid.nabizada@example.org",
        "fr",
        N_("Arrive à la Halte des Quais : son accueil, et le tableau de son équipe."),
        "/my/welcome",
    ),
    DemoAccount(
        "mission",
        "Sylvie Marchadier",
        "sylvie.marchadier@example.org",
        "fr",
        N_("Suit la mission d’un agent à la Ville de Roncevaux : lettre, temps, six étapes."),
        "/employer/ville-de-roncevaux/welcome",
    ),
    DemoAccount(
        "federation",
        "Claire Vasseur",
        "claire.vasseur@example.org",
        "fr",
        N_("Travaille à la fédération d’Île-de-France : valide, relaie."),
        f"/federation/{FAS_IDF}",
    ),
    DemoAccount(
        "formations",
        "Solène Guivarch",
        "solene.guivarch@example.org",
        "fr",
        N_("Écrit la fiche des formations ; une collègue la relit et la publie."),
        f"/federation/{FAS_IDF}/trainings",
    ),
    DemoAccount(
        "traduction",
        "Laila Rahimi",
        "laila.rahimi@example.org",
        "fa-AF",
        N_("Traduit des formations en dari et en pachto. Ne voit rien d’autre."),
        f"/federation/{FAS_IDF}/translations",
    ),
    DemoAccount(
        "formatrice",
        TRAINER,
        "amandine.kouassi@example.org",
        "fr",
        N_("Forme à la fédération d’Île-de-France : voit les noms de ses sessions."),
        f"/federation/{FAS_IDF}/trainings/sessions",
    ),
    DemoAccount(
        "association-hote",
        "Samuel Okoro",
        "samuel.okoro@example.org",
        "fr",
        N_("Fait tourner le portail pour l’association hôte."),
        "/operator",
    ),
    DemoAccount(
        "candidate",
        "Zarghuna Ahmadi",
        "+33639980117",
        "ps",
        N_("A répondu à une offre par la voix, en pachto, avec un téléphone et sans e-mail."),
        "/my/applications",
    ),
    DemoAccount(
        "travail-pair",
        "Karim Haddad",
        "+33639980142",
        "fr",
        N_("Travaille comme pair depuis deux ans : ses compétences, son parcours, ses versions."),
        "/my/record",
    ),
)


def find(key: str) -> DemoAccount | None:
    return next((account for account in ACCOUNTS if account.key == key), None)
