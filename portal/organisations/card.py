"""What an organisation says of itself, checked the same way when it asks and when it changes."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from portal.kernel import nomenclatures
from portal.kernel.errors import Invalid
from portal.kernel.i18n import N_
from portal.kernel.urls import parts_of
from portal.organisations import siret
from portal.organisations.nomenclatures import DEPARTMENT, STRUCTURE_TYPE
from portal.people import addresses
from portal.people.errors import BadAddress

NO_NAME = N_("Écrivez le nom, tel que les personnes le connaissent.")
BAD_SIRET = N_("Ce SIRET n’est pas juste. Il a 14 chiffres ; vérifiez chacun.")
NO_TYPE = N_("Choisissez le type de structure dans la liste.")
NO_DEPARTMENT = N_("Choisissez le département dans la liste.")
BAD_WEBSITE = N_("Cette adresse n’est pas complète. Exemple : https://www.exemple.fr.")
NO_CONTACT = N_("Donnez une adresse e-mail ou un téléphone où joindre la structure.")
BAD_DAYS = N_("Choisissez entre 1 et 60 jours.")


@dataclass(frozen=True)
class Card:
    """As typed, then as kept: `checked` gives the second from the first."""

    name: str
    structure_type: str
    department: str
    city: str = ""
    siret: str = ""
    managing_body: str = ""
    description: str = ""
    website: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    answer_days: int = 21

    def checked(self, session: Session, *, with_siret: bool) -> "Card":
        """The card in its canonical writing. Raises Invalid with everything that is wrong."""
        wrong: dict[str, str] = {}
        reach = contact(
            wrong,
            website=self.website,
            contact_email=self.contact_email,
            contact_phone=self.contact_phone,
        )
        card = replace(
            self,
            name=" ".join(self.name.split()),
            siret=siret.read(self.siret),
            website=reach["website"],
            contact_email=reach["contact_email"],
            contact_phone=reach["contact_phone"],
        )
        if len(card.name) < 2:
            wrong["name"] = str(NO_NAME)
        if with_siret and not siret.is_valid(card.siret):
            wrong["siret"] = str(BAD_SIRET)
        if not _is_known(session, STRUCTURE_TYPE, card.structure_type):
            wrong["structure_type"] = str(NO_TYPE)
        if not _is_known(session, DEPARTMENT, card.department):
            wrong["department"] = str(NO_DEPARTMENT)
        if not (self.contact_email.strip() or self.contact_phone.strip()):
            wrong["contact_email"] = str(NO_CONTACT)
        if not 1 <= card.answer_days <= 60:
            wrong["answer_days"] = str(BAD_DAYS)
        if wrong:
            raise Invalid(wrong)
        return card


def contact(
    wrong: dict[str, str], *, website: str, contact_email: str, contact_phone: str
) -> dict[str, str]:
    """Where to reach an organisation, in canonical writing; what is wrong is added to `wrong`."""
    return {
        "website": _website(website, wrong),
        "contact_email": _reachable("contact_email", contact_email, wrong),
        "contact_phone": _reachable("contact_phone", contact_phone, wrong),
    }


def _is_known(session: Session, scheme: str, code: str) -> bool:
    return any(entry.code == code for entry in nomenclatures.entries(session, scheme))


def _website(typed: str, wrong: dict[str, str]) -> str:
    """With its scheme; only what a browser opens as a page."""
    text = typed.strip()
    if not text:
        return ""
    address = text if "://" in text else f"https://{text}"
    if not _is_website(address):
        wrong["website"] = str(BAD_WEBSITE)
    return address


def _is_website(address: str) -> bool:
    parts = parts_of(address)
    return parts.scheme in {"http", "https"} and "." in parts.netloc and " " not in address


def _reachable(field: str, typed: str, wrong: dict[str, str]) -> str:
    text = typed.strip()
    if not text:
        return ""
    try:
        return addresses.read_email(text) if "email" in field else addresses.read_phone(text)
    except BadAddress as refusal:
        wrong[field] = refusal.fields["address"]
        return ""
