"""How somebody without an account can be written to, and how often others may cause it."""

from typing import Protocol

from sqlalchemy.orm import Session

from portal.kernel import throttle
from portal.kernel.messages import MAIL, SMS
from portal.people import addresses
from portal.people.errors import BadAddress

# Messages somebody may cause by their own acts to one phone or address in a day: nobody is flooded
# through us, and the number of a shelter, which is everybody's, refuses nobody.
OWN_ACTS_A_DAY = 6
_DAY = 86_400


class Reachable(Protocol):
    """Somebody with a telephone, an e-mail or both, as an application or a line of a list says."""

    @property
    def contact_phone(self) -> str: ...
    @property
    def contact_email(self) -> str: ...


def can_be_texted(phone: str) -> bool:
    """Whether text messages reach this number: a landline or an empty one gets none."""
    try:
        addresses.read_phone(phone, texting=True)
    except BadAddress:
        return False
    return True


def channels(somebody: Reachable) -> list[tuple[str, str]]:
    """Every (channel, address) they can be written at; none: they can only be called."""
    found = []
    if can_be_texted(somebody.contact_phone):
        found.append((SMS, somebody.contact_phone))
    if somebody.contact_email:
        found.append((MAIL, somebody.contact_email))
    return found


def may_tell_own_act(session: Session, address: str) -> bool:
    """Whoever acts may not be who has the telephone: not without end to one address."""
    return throttle.allows(session, key=_key(address), limit=OWN_ACTS_A_DAY, seconds=_DAY)


def told_own_act(session: Session, address: str) -> None:
    throttle.count(session, key=_key(address), seconds=_DAY)


def _key(address: str) -> str:
    return f"own-act:{address}"
