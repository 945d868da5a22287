"""Kinds and purposes of this context."""

from enum import StrEnum

from portal.kernel.i18n import N_


class ContactKind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"

    @property
    def label(self) -> str:
        return str(_CONTACT_LABELS[self])


_CONTACT_LABELS = {
    ContactKind.EMAIL: N_("Adresse e-mail"),
    ContactKind.PHONE: N_("Numéro de téléphone"),
}


class ShareKind(StrEnum):
    """What a share is a copy of."""

    VERSION = "version"
    EXTRACT = "extract"
    RECORDING = "recording"

    @property
    def label(self) -> str:
        return str(_SHARE_KINDS[self])


_SHARE_KINDS = {
    ShareKind.VERSION: N_("Une version entière"),
    ShareKind.EXTRACT: N_("Un extrait"),
    ShareKind.RECORDING: N_("Un message vocal"),
}


class ShareState(StrEnum):
    """Whether a share can be read."""

    ALIVE = "alive"
    REVOKED = "revoked"
    OVER = "over"


class CodePurpose(StrEnum):
    """What a one-time code proves. The next kinds of proof (passkey, TOTP) will stand beside it."""

    SIGN_IN = "sign_in"
    ADD_CONTACT = "add_contact"
    ALERT = "alert"
