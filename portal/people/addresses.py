"""What people type to be reached, read the same way everywhere: an e-mail or a telephone number."""

import re
from dataclasses import dataclass

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from portal.kernel import messages, tokens
from portal.kernel.i18n import N_
from portal.people.enums import ContactKind
from portal.people.errors import BadAddress

# `settings.key(KEY)` is what digests of addresses and codes are made with.
KEY = "people"
REGION = "FR"
# Kept by ARCEP for films and books: never given to anybody, so the demo and the tests use them.
_INVENTED_MOBILES = "+3363998"
# What no text message reaches, wherever it is.
_NOT_MOBILE = {
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.VOICEMAIL,
}
# The numbers one writes in pairs, in E.164; the tests compare with what the library makes of them.
_FRENCH = re.compile(r"\+33([1-79])" + r"(\d\d)" * 4, re.ASCII)

NEITHER = N_("Écrivez une adresse e-mail, ou un numéro de téléphone mobile en entier.")
BAD_EMAIL = N_("Cette adresse e-mail n’est pas complète. Exemple : nom@exemple.fr.")
BAD_PHONE = N_(
    "Ce numéro n’est pas complet. Exemple : 06 12 34 56 78. Hors de France, commencez par +."
)
NOT_MOBILE = N_(
    "Ce numéro ne reçoit pas de SMS. Écrivez un numéro de mobile ou une adresse e-mail."
)


@dataclass(frozen=True)
class Address:
    """A way to reach somebody in its one canonical writing (E.164 for a telephone)."""

    kind: ContactKind
    value: str

    @property
    def channel(self) -> str:
        return messages.MAIL if self.kind is ContactKind.EMAIL else messages.SMS

    @property
    def shown(self) -> str:
        """As people write it."""
        return shown(self.value)

    @property
    def masked(self) -> str:
        """Enough for its owner to know it again, too little for anybody else to write to it."""
        return masked(self.value)

    def digest(self, key: bytes) -> str:
        """What the look-up and the throttles know it by. Case does not tell people apart."""
        return tokens.keyed(key, self.kind, self.value.casefold())


def typed(value: str) -> str:
    """The same with ordinary spaces, as a field is filled in."""
    return shown(value).replace("\u00a0", " ")


def shown(value: str) -> str:
    """A stored address as people write it: French numbers in pairs, others with their country.

    The spaces of a number are unbreakable: it stays on one line. What is no number is left as it
    is: one line of a list must not take the others away.
    """
    if "@" in value:
        return value
    # Nearly all of them, and most pages of a structure show one: asking the library takes long.
    if plain := _FRENCH.fullmatch(value):
        return "0" + "\u00a0".join(plain.groups())  # 0X XX XX XX XX
    try:
        number = phonenumbers.parse(value, REGION)
    except NumberParseException:
        return value
    french = number.country_code == phonenumbers.country_code_for_region(REGION)
    style = PhoneNumberFormat.NATIONAL if french else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style).replace(" ", "\u00a0")


def masked(value: str) -> str:
    """A stored address with its middle hidden."""
    name, at, domain = value.partition("@")
    return f"{name[0]}•••@{domain}" if at else f"•• •• •• {value[-2:]}"


def read(typed: str) -> Address:
    """An e-mail address or a number that receives text messages. Raises BadAddress."""
    text = typed.replace("\x00", "").strip()
    if "@" in text:
        return Address(ContactKind.EMAIL, read_email(text))
    if not any(character.isdigit() for character in text):
        raise BadAddress(str(NEITHER))
    return Address(ContactKind.PHONE, read_phone(text, texting=True))


def read_email(typed: str) -> str:
    """The canonical writing of an address, in ASCII. Asks no name server. Raises BadAddress."""
    try:
        found = validate_email(typed.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise BadAddress(str(BAD_EMAIL)) from error
    return found.ascii_email or found.normalized


def split(typed: str) -> list[str]:
    """The addresses of a line, separated by commas, as they were typed."""
    return [one for one in re.split(r"[,;\s]+", typed) if one]


def read_phone(typed: str, *, texting: bool = False) -> str:
    """The E.164 writing of a number; without a country it is French. Raises BadAddress."""
    try:
        number = phonenumbers.parse(typed, REGION)
    except NumberParseException as error:
        raise BadAddress(str(BAD_PHONE)) from error
    written = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    invented = written.startswith(_INVENTED_MOBILES) and phonenumbers.is_possible_number(number)
    if not invented and not phonenumbers.is_valid_number(number):
        raise BadAddress(str(BAD_PHONE))
    if texting and phonenumbers.number_type(number) in _NOT_MOBILE:
        raise BadAddress(str(NOT_MOBILE))
    return written
