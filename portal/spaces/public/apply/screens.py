"""One screen a question: its form, what it shows again, what it keeps."""

from typing import Any, ClassVar
from uuid import UUID

from portal.files.enums import FilePurpose
from portal.jobs.actions import applying
from portal.jobs.enums import PartKind, TimeWish
from portal.kernel import i18n
from portal.kernel.errors import Invalid
from portal.kernel.i18n import N_
from portal.people import addresses
from portal.spaces.public.apply import forms, my_cv
from portal.spaces.public.apply.journey import Answering, is_question
from portal.spaces.public.apply.reading import (
    account_contacts,
    language_choices,
    read_call,
    read_email,
    read_phone,
    way_choices,
)
from portal.web.arrivals import arrivals
from portal.web.forms import Form
from portal.web.request import actor, session


class Screen:
    """A question. `typed` names the fields kept as they are typed, valid or not."""

    template: ClassVar[str]
    form: ClassVar[type[Form]]
    typed: ClassVar[tuple[str, ...]] = ()

    def stored(self, on: Answering) -> dict[str, Any]:
        """What the fields show: what was kept before."""
        return {}

    def arrange(self, form: Form, on: Answering) -> None:
        """Choices that depend on the offer."""

    def save(self, form: Form, on: Answering, step: str) -> None:
        """Keep the answer. Raises Invalid with what to mend."""
        raise NotImplementedError

    def is_answered(self, on: Answering) -> bool:
        return any(self.stored(on).values())


class WaysScreen(Screen):
    template = "public/apply/ways.html"
    form = forms.WaysForm

    def stored(self, on: Answering) -> dict[str, Any]:
        return {"ways": list(on.prepared.application.ways)}

    def arrange(self, form: Form, on: Answering) -> None:
        form.ways.choices = way_choices(on.offer.ways)

    def save(self, form: Form, on: Answering, step: str) -> None:
        applying.choose_ways(session(), actor(), on.id, on.offer, form.ways.data or ())


class VoiceScreen(Screen):
    template = "public/apply/voice.html"
    form = forms.VoiceForm

    def save(self, form: Form, on: Answering, step: str) -> None:
        _take_files(form, ("voice", "kept"), on, PartKind.VOICE, FilePurpose.VOICE)

    def is_answered(self, on: Answering) -> bool:
        return bool(on.prepared.of(PartKind.VOICE))


class CallbackScreen(Screen):
    template = "public/apply/call_back.html"
    form = forms.CallbackForm
    typed = ("phone", "moments", "note", "language")

    def stored(self, on: Answering) -> dict[str, Any]:
        asked = on.prepared.callback
        if asked is None:
            return {"language": i18n.current().tag}
        return {
            "phone": addresses.typed(asked.phone),
            "moments": asked.moments,
            "note": asked.moments_note,
            "language": asked.language,
        }

    def arrange(self, form: Form, on: Answering) -> None:
        form.language.choices = language_choices()

    def save(self, form: Form, on: Answering, step: str) -> None:
        phone = read_phone(form.phone.data)
        if not phone and (form.moments.data or form.note.data):
            raise Invalid({"phone": N_("Écrivez le numéro à appeler, ou passez cette question.")})
        applying.ask_for_a_call(session(), actor(), on.id, phone=phone, **read_call(form))

    def is_answered(self, on: Answering) -> bool:
        return on.prepared.callback is not None


class CvScreen(Screen):
    template = "public/apply/cv.html"
    form = forms.CvForm

    def save(self, form: Form, on: Answering, step: str) -> None:
        if form.add.data == my_cv.MINE:
            my_cv.give(on)
        _take_files(form, ("cv", "photo"), on, PartKind.CV, FilePurpose.CV)

    def is_answered(self, on: Answering) -> bool:
        return bool(on.prepared.of(PartKind.CV))


class LetterScreen(Screen):
    template = "public/apply/letter.html"
    form = forms.LetterForm
    typed = ("text",)

    def stored(self, on: Answering) -> dict[str, Any]:
        return {"text": on.prepared.application.letter_text}

    def save(self, form: Form, on: Answering, step: str) -> None:
        applying.write_letter(session(), actor(), on.id, form.text.data or "")
        _take_files(form, ("letter",), on, PartKind.LETTER, FilePurpose.LETTER)

    def is_answered(self, on: Answering) -> bool:
        return bool(on.prepared.application.letter_text or on.prepared.of(PartKind.LETTER))


class QuestionScreen(Screen):
    template = "public/apply/question.html"
    form = forms.AnswerForm
    typed = ("text",)

    def __init__(self, step: str) -> None:
        self.step = step

    def stored(self, on: Answering) -> dict[str, Any]:
        given = on.prepared.of(PartKind.ANSWER, on.question(self.step).id)
        return {"text": next((part.text for part in given if part.text), "")}

    def save(self, form: Form, on: Answering, step: str) -> None:
        question = on.question(step)
        applying.write_answer(session(), actor(), on.id, question, form.text.data or "")
        for file_id in _arrived(form, ("answer", "kept"), on, FilePurpose.ANSWER):
            applying.give_file(session(), actor(), on.id, PartKind.ANSWER, file_id, question)

    def is_answered(self, on: Answering) -> bool:
        return bool(on.prepared.of(PartKind.ANSWER, on.question(self.step).id))


class TimeScreen(Screen):
    template = "public/apply/time.html"
    form = forms.TimeForm
    typed = ("note",)

    def stored(self, on: Answering) -> dict[str, Any]:
        application = on.prepared.application
        return {"wish": application.time_wish or None, "note": application.time_note}

    def save(self, form: Form, on: Answering, step: str) -> None:
        known = {wish.value: wish for wish in TimeWish}
        applying.wish_time(
            session(), actor(), on.id, known.get(form.wish.data or ""), form.note.data or ""
        )


class NameScreen(Screen):
    template = "public/apply/name.html"
    form = forms.NameForm
    typed = ("name",)

    def stored(self, on: Answering) -> dict[str, Any]:
        return {"name": on.prepared.application.candidate_name}

    def save(self, form: Form, on: Answering, step: str) -> None:
        applying.say_name(session(), actor(), on.id, form.name.data or "")


class ContactScreen(Screen):
    template = "public/apply/contact.html"
    form = forms.ContactForm
    typed = ("phone", "email")

    def stored(self, on: Answering) -> dict[str, Any]:
        application, asked = on.prepared.application, on.prepared.callback
        phone, email = application.contact_phone, application.contact_email
        if not (phone or email):
            phone, email = account_contacts()
            phone = asked.phone if asked else phone
        shown = addresses.typed(phone) if phone else ""
        return {"phone": shown, "email": email}

    def save(self, form: Form, on: Answering, step: str) -> None:
        phone, email = read_phone(form.phone.data), read_email(form.email.data)
        if not (phone or email):
            raise Invalid(
                {"phone": N_("Écrivez un numéro de téléphone ou une adresse e-mail, au choix.")}
            )
        applying.give_contact(session(), actor(), on.id, phone=phone, email=email)


class AdjustmentScreen(Screen):
    template = "public/apply/adjustment.html"
    form = forms.AdjustmentForm
    typed = ("wish",)

    def stored(self, on: Answering) -> dict[str, Any]:
        return {"wish": on.prepared.application.adjustment}

    def save(self, form: Form, on: Answering, step: str) -> None:
        applying.wish_adjustment(session(), actor(), on.id, form.wish.data or "")


class HelpScreen(Screen):
    template = "public/apply/help.html"
    form = forms.HelpForm
    typed = ("helper",)

    def stored(self, on: Answering) -> dict[str, Any]:
        return {"helper": on.prepared.application.helped_by}

    def save(self, form: Form, on: Answering, step: str) -> None:
        applying.say_who_helped(session(), actor(), on.id, form.helper.data or "")


_SCREENS: dict[str, Screen] = {
    "ways": WaysScreen(),
    "voice": VoiceScreen(),
    "call-back": CallbackScreen(),
    "cv": CvScreen(),
    "letter": LetterScreen(),
    "time": TimeScreen(),
    "name": NameScreen(),
    "contact": ContactScreen(),
    "adjustment": AdjustmentScreen(),
    "help": HelpScreen(),
}


def screen(step: str) -> Screen:
    return QuestionScreen(step) if is_question(step) else _SCREENS[step]


def _arrived(
    form: Form, fields: tuple[str, ...], on: Answering, purpose: FilePurpose
) -> list[UUID]:
    return arrivals(form, fields, on.offer.organisation_id, purpose)


def _take_files(
    form: Form, fields: tuple[str, ...], on: Answering, kind: PartKind, purpose: FilePurpose
) -> None:
    for file_id in _arrived(form, fields, on, purpose):
        applying.give_file(session(), actor(), on.id, kind, file_id)
