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


class CodePurpose(StrEnum):
    """What a one-time code proves. The next kinds of proof (passkey, TOTP) will stand beside it."""

    SIGN_IN = "sign_in"
    ADD_CONTACT = "add_contact"
