"""One screen a question: its form, what it shows again, what it keeps."""

from typing import Any, ClassVar

from portal.files.enums import FilePurpose
from portal.kernel.errors import Invalid
from portal.kernel.i18n import N_
from portal.people import addresses
from portal.spaces.public.apply.forms import ContactForm
from portal.spaces.public.apply.reading import account_contacts, read_email, read_phone
from portal.spaces.public.join import forms, needs
from portal.spaces.public.join.journey import Joining, is_question
from portal.trainings.actions import registrations
from portal.trainings.enums import WhoseTime
from portal.web.arrivals import arrivals
from portal.web.forms import Form
from portal.web.request import actor, session


class Screen:
    """A question. `typed` names the fields kept as they are typed, valid or not."""

    template: ClassVar[str]
    form: ClassVar[type[Form]]
    typed: ClassVar[tuple[str, ...]] = ()

    def stored(self, on: Joining) -> dict[str, Any]:
        """What the fields show: what was kept before."""
        return {}

    def arrange(self, form: Form, on: Joining) -> None:
        """Choices that are not always the same."""

    def save(self, form: Form, on: Joining) -> None:
        """Keep the answer. Raises Invalid with what to mend."""
        raise NotImplementedError

    def is_answered(self, on: Joining) -> bool:
        return any(self.stored(on).values())


def _write(on: Joining, **values: Any) -> None:
    registrations.write(session(), actor(), on.id, values)


class NameScreen(Screen):
    template = "public/join/name.html"
    form = forms.NameForm
    typed = ("name",)

    def stored(self, on: Joining) -> dict[str, Any]:
        return {"name": on.registration.name or actor().name}

    def save(self, form: Form, on: Joining) -> None:
        _write(on, name=form.name.data)


class ContactScreen(Screen):
    template = "public/join/contact.html"
    form = ContactForm
    typed = ("phone", "email")

    def stored(self, on: Joining) -> dict[str, Any]:
        phone, email = on.registration.contact_phone, on.registration.contact_email
        if not (phone or email):
            phone, email = account_contacts()
        return {"phone": addresses.typed(phone) if phone else "", "email": email}

    def save(self, form: Form, on: Joining) -> None:
        phone, email = read_phone(form.phone.data), read_email(form.email.data)
        if not (phone or email):
            raise Invalid(
                {"phone": N_("Écrivez un numéro de téléphone ou une adresse e-mail, au choix.")}
            )
        _write(on, contact_phone=phone, contact_email=email)


class WordsScreen(Screen):
    template = "public/join/words.html"
    form = forms.WordsForm
    typed = ("words",)

    def stored(self, on: Joining) -> dict[str, Any]:
        return {"words": on.registration.words}

    def save(self, form: Form, on: Joining) -> None:
        _write(on, words=form.words.data or "")
        organiser = on.registration.organisation_id
        for file_id in arrivals(form, ("voice", "kept"), organiser, FilePurpose.VOICE):
            registrations.give_recording(session(), actor(), on.id, file_id)

    def is_answered(self, on: Joining) -> bool:
        return bool(on.registration.words or on.file)


class QuestionScreen(Screen):
    template = "public/join/question.html"
    form = forms.QuestionForm
    typed = ("text",)

    def __init__(self, step: str) -> None:
        self.step = step

    def stored(self, on: Joining) -> dict[str, Any]:
        return {"text": on.answer(self.step)}

    def save(self, form: Form, on: Joining) -> None:
        question, text = on.question(self.step), form.text.data or ""
        others = [one for one in on.registration.answers if one["id"] != question["id"]]
        answer = {"id": question["id"], "question": question["text"], "text": text}
        _write(on, answers=[*others, answer] if text else others)


class NeedsScreen(Screen):
    """Nothing of it stands anywhere but where only who arranges it reads."""

    template = "public/join/needs.html"
    form = forms.NeedsForm

    def stored(self, on: Joining) -> dict[str, Any]:
        return needs.shown(on.need)

    def arrange(self, form: Form, on: Joining) -> None:
        needs.arrange(form)

    def save(self, form: Form, on: Joining) -> None:
        registrations.say_needs(session(), actor(), on.id, **needs.read(form))


class EmployerScreen(Screen):
    template = "public/join/employer.html"
    form = forms.EmployerForm
    typed = ("name", "email")

    def stored(self, on: Joining) -> dict[str, Any]:
        found = on.registration
        return {
            "whose": found.whose_time.value or None,
            "name": found.employer_name,
            "email": found.employer_email,
        }

    def save(self, form: Form, on: Joining) -> None:
        known = {one.value: one for one in WhoseTime}
        whose = known.get(form.whose.data or "", WhoseTime.NONE)
        asks = whose is WhoseTime.EMPLOYER
        email = read_email(form.email.data) if asks else ""
        if asks and not email:
            message = N_("Écrivez l’adresse e-mail de qui décide, ou choisissez une autre réponse.")
            raise Invalid({"email": message})
        name = form.name.data or "" if asks else ""
        _write(on, whose_time=whose, employer_name=name, employer_email=email)


_SCREENS: dict[str, Screen] = {
    "name": NameScreen(),
    "contact": ContactScreen(),
    "words": WordsScreen(),
    "needs": NeedsScreen(),
    "employer": EmployerScreen(),
}


def screen(step: str) -> Screen:
    return QuestionScreen(step) if is_question(step) else _SCREENS[step]
