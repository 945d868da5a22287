"""What people are told about their account, in their language. Neutral: phones are shared."""

from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from portal.kernel import jobs, messages
from portal.kernel.i18n import N_, _
from portal.kernel.messages import Content, from_us, template
from portal.people.addresses import Address
from portal.people.enums import CodePurpose


def send_code(
    session: Session,
    address: Address,
    code: str,
    *,
    purpose: CodePurpose,
    locale: str,
    asked_at: datetime,
    expires_at: datetime,
) -> None:
    """Send a code, while it works. The data is emptied from the database once the message left."""
    messages.send(
        session,
        template="people.code",
        channel=address.channel,
        address=address.value,
        locale=locale,
        data={"code": code, "purpose": purpose, "asked_at": asked_at.isoformat()},
        expires_at=expires_at,
    )


def tell_contact_changed(
    session: Session, address: Address, *, added: bool, other: str, locale: str
) -> None:
    """Tell somebody, where they can already be reached, that a way into their account changed."""
    messages.send(
        session,
        template="people.contact_added" if added else "people.contact_removed",
        channel=address.channel,
        address=address.value,
        locale=locale,
        data={"other": other},
    )


class _Said(NamedTuple):
    """What is said of a code, by what it is for. `otherwise`: to who asked for nothing."""

    subject: str
    code: str
    otherwise: str
    sms: str


_OF_ACCOUNT = _Said(
    N_("Votre code : %(code)s"),
    N_("Votre code est %(code)s."),
    N_(
        "Ne le donnez à personne. Si vous n’avez rien demandé, ne faites rien : sans ce code,"
        " personne n’entre."
    ),
    N_("%(code)s est votre code, pendant 10 minutes. Ne le donnez à personne."),
)
_OF_ALERT = _Said(
    N_("Votre code pour confirmer l’alerte : %(code)s"),
    N_("Votre code est %(code)s. Il confirme l’alerte que vous demandez, et n’ouvre aucun compte."),
    N_(
        "Ne le donnez à personne. Si vous n’avez rien demandé, ne faites rien : sans ce code,"
        " aucune alerte ne commence."
    ),
    N_(
        "%(code)s est votre code pour confirmer l’alerte, pendant 10 minutes. Ne le donnez à"
        " personne."
    ),
)


@template("people.code", at_once=True)
def _code(data: dict[str, Any]) -> Content:
    code = data["code"]
    host = urlsplit(jobs.settings().base_url).hostname
    # What was queued before a release says nothing of its purpose.
    said = _OF_ALERT if data.get("purpose") == CodePurpose.ALERT else _OF_ACCOUNT
    return Content(
        subject=_(said.subject, code=code),
        paragraphs=(
            _(said.code, code=code),
            _("Il marche une fois, pendant 10 minutes, dans le navigateur où vous l’avez demandé."),
            _(said.otherwise),
        ),
        # The last line lets phones fill the code in, on our address only (WHATWG, bound codes).
        sms=_(said.sms, code=code) + f"\n\n@{host} #{code}",
    )


@template("people.contact_added")
def _contact_added(data: dict[str, Any]) -> Content:
    text = _("Un moyen de contact a été ajouté à votre compte : %(other)s.", other=data["other"])
    return _contact_changed(_("Votre compte a un nouveau moyen de contact"), text)


@template("people.contact_removed")
def _contact_removed(data: dict[str, Any]) -> Content:
    text = _("Un moyen de contact a été retiré de votre compte : %(other)s.", other=data["other"])
    return _contact_changed(_("Un moyen de contact de votre compte a été retiré"), text)


def _contact_changed(subject: str, text: str) -> Content:
    advice = _(
        "Si ce n’est pas vous, connectez-vous, retirez ce qui n’est pas à vous et choisissez"
        " « Déconnecter partout »."
    )
    address = f"{jobs.settings().base_url}/account"
    return Content(
        subject=subject,
        paragraphs=(text, advice),
        action=(_("Ouvrir mon compte"), address),
        sms=from_us(f"{text} {advice} {address}"),
    )
