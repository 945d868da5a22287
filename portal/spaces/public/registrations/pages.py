"""What the templates behind the link of a registration receive, and what their forms bring."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import url_for

from portal.files.queries import get_file
from portal.kernel import clock, i18n
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.i18n import N_, Locale, _, gettext_
from portal.languages.said import translation
from portal.people import addresses
from portal.screens import locating
from portal.spaces.public.about.pages import duration
from portal.spaces.public.apply.reading import interface_language_choices, read_email, read_phone
from portal.spaces.public.join import needs
from portal.spaces.public.join.pages import Given, contacts, employer_lines
from portal.spaces.public.registrations import story as telling
from portal.trainings import calendar_words, forgetting, policy, register_links
from portal.trainings.actions import registrations as actions
from portal.trainings.enums import RegistrationState
from portal.trainings.errors import SessionMovedOn, TooLate
from portal.trainings.messages.joining import state_sentence, stops_sentence
from portal.trainings.nomenclatures import RETENTION
from portal.trainings.queries import certificates, sessions
from portal.trainings.queries import registrations as queries
from portal.trainings.queries.registrations import Registration
from portal.trainings.queries.sessions import TrainingSession
from portal.web.forms import Form
from portal.web.qr import qr_code
from portal.web.request import actor, session, settings

_HOPING = (RegistrationState.RECEIVED, RegistrationState.WAITING, RegistrationState.OFFERED)
MAP = "https://www.openstreetmap.org/search?"


@dataclass(frozen=True)
class Followed:
    """A registration and its session."""

    registration: Registration
    dates: TrainingSession

    @property
    def comes(self) -> bool:
        return self.registration.state == RegistrationState.CONFIRMED


def follow() -> Followed:
    """What the link this request holds opens. Raises NotFound."""
    found = queries.find_held(session(), actor())
    if found is None:
        raise NotFound
    return Followed(found, sessions.get_public(session(), found.session_id))


def video_link(followed: Followed) -> str:
    """Where to come by video, for who has a place."""
    is_on = followed.comes and not followed.dates.is_cancelled
    room = sessions.find_room(session(), followed.dates) if is_on else None
    return room.video_link if room else ""


def story(followed: Followed, token: str) -> dict[str, Any]:
    """The whole page."""
    found, dates, who = followed.registration, followed.dates, actor()
    published = sessions.find_published(session(), dates.training_id)
    passport = published.document["passport"] if published else {}
    told = calendar_words.tell(session(), dates, passport=passport)
    need = queries.find_need(session(), found)
    is_past = sessions.is_over(dates, clock.today())
    is_over = dates.is_cancelled or is_past
    link = register_links.address(settings(), found.id, found.token_version)
    return {
        "token": token,
        "registration": found,
        "told": told,
        "training_url": _training(published.slug) if published else "",
        "title": translation(published.document, "title") if published else None,
        "located": locating.locators([dates]).get(dates.id),
        "drawing": locating.drawing(),
        "map_url": MAP + urlencode({"query": told.place}) if told.place else "",
        "video_link": video_link(followed),
        "comes": policy.is_expected(found, dates, clock.today()),
        "convocations": _languages(),
        "is_over": is_over,
        "now": _now(found, dates, is_over=is_past),
        # Said among the moments to those who lost a place; who keeps theirs reads it here.
        "because": dates.cancelled_because if followed.comes and dates.is_cancelled else "",
        "moments": [telling.moment(one) for one in queries.list_events(session(), found)],
        "can_take": policy.can_take_place(who, found, dates, clock.now()),
        "can_queue": policy.can_queue_again(who, found, dates, clock.today()),
        "can_withdraw": not is_over and policy.can_withdraw(who, found),
        "can_change": not is_over and policy.can_say_needs(who, found),
        "can_claim": policy.can_claim(who, found),
        "is_in_account": who.person_id is not None and found.person_id == who.person_id,
        "need": need,
        "need_lines": needs.said_lines(need),
        "employer": employer_lines(found),
        "agreement": found.agreement.label,
        "after_url": _after(found, dates, token),
        "has_certificate": followed.comes and certificates.find_certificate(session(), found),
        "contacts": contacts(found),
        "given": _given(found),
        "other_language": i18n.current().tag != found.locale,
        "link": link,
        "code": qr_code(link),
        "follow_address": f"{settings().base_url}/follow",
    }


def _languages() -> list[Locale]:
    """That of the page, then French for who reads it at a door or an office."""
    return list(dict.fromkeys((i18n.current(), i18n.DEFAULT)))


def _after(found: Registration, dates: TrainingSession, token: str) -> str:
    """What a session that has begun leaves who takes part in it."""
    if found.state != RegistrationState.CONFIRMED or dates.starts_on > clock.today():
        return ""
    return url_for("public.after.show_after", token=token)


def _training(slug: str) -> str:
    return url_for("public.trainings.show_training", slug=slug)


def _now(found: Registration, dates: TrainingSession, *, is_over: bool) -> str:
    """Where it stands; nothing is promised of a moment, nor of a session, that is over."""
    if dates.is_cancelled and found.state == RegistrationState.CONFIRMED:
        return stops_sentence()
    if is_over and found.state in (RegistrationState.CONFIRMED, *_HOPING):
        return _("La formation est terminée.")
    if found.offered_until is not None and found.offered_until < clock.now():
        return gettext_(TooLate.message)
    return state_sentence(found.state, found.offered_until)


def _given(found: Registration) -> Given | None:
    if found.file_id is None:
        return None
    return Given(found.file_id, get_file(session(), actor(), found.file_id))


def changing(followed: Followed, token: str, form: Form) -> dict[str, Any]:
    """A page with one thing to change, as long as one may come. Raises SessionMovedOn."""
    if not policy.can_say_needs(actor(), followed.registration):
        raise SessionMovedOn
    kept = forgetting.days(session(), RETENTION, "registration_need")
    return {
        "form": form,
        "steps": [],
        "back_url": url_for("public.registrations.show_story", token=token),
        "needs_kept": duration(kept.days),
    }


def needs_shown(followed: Followed) -> dict[str, Any]:
    return needs.shown(queries.find_need(session(), followed.registration))


def reach(followed: Followed) -> dict[str, str]:
    found = followed.registration
    return {
        "phone": addresses.typed(found.contact_phone) if found.contact_phone else "",
        "email": found.contact_email,
        "locale": found.locale,
    }


def languages_written() -> list[Any]:
    return interface_language_choices()


def change_reach(followed: Followed, form: Form) -> None:
    phone, email = read_phone(form.phone.data), read_email(form.email.data)
    if not (phone or email):
        raise Invalid({"phone": N_("Gardez au moins un numéro ou une adresse e-mail.")})
    wanted = i18n.find(form.locale.data) or i18n.current()
    actions.change_contact(
        session(),
        actor(),
        followed.registration.id,
        phone=phone,
        email=email,
        locale=wanted.tag,
    )
