"""Errors of the domain. The web turns them into 404, 403, 409 or a message beside the field."""

from collections.abc import Mapping

from portal.kernel.i18n import N_


class DomainError(Exception):
    """Something the domain refuses; `message` is for the person, in French, not yet translated.

    `title` heads the page that says it; without one, it is the usual one of its status.
    """

    message: str = ""
    title: str = ""

    def __init__(self, message: str = "", **values: object) -> None:
        super().__init__(message or self.message)
        if message:
            self.message = message
        self.values = values


class NotFound(DomainError):
    """Nothing there, or nothing inside the walls of whoever asks: nobody can tell which."""


class NotAllowed(DomainError):
    """Inside the walls, but this person's role may not do this."""


class Gone(DomainError):
    """It existed, it was public, it is over."""


class Vanished(Gone):
    """What this belonged to was removed while it was being written: nothing of it is kept."""

    message = N_("Ce que vous complétiez vient d’être effacé. Rien de plus n’est gardé.")


class Conflict(DomainError):
    """Somebody else changed it first, or the state moved on."""


class Refused(Conflict):
    """The state does not allow it, and nobody else's change is the reason: the message is."""

    title = N_("Ce n’est pas possible")


class Invalid(DomainError):
    """Bad input: `fields` maps a field name to what is wrong with it, in French."""

    def __init__(self, fields: Mapping[str, str], message: str = "") -> None:
        super().__init__(message)
        self.fields = dict(fields)


class Throttled(DomainError):
    """Too many tries: wait `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after
