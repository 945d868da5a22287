"""Who a session is proposed to: a name, one way to write to them, a language."""

from typing import Any

from wtforms import BooleanField, FieldList, FormField, SelectField, StringField

from portal.kernel import i18n
from portal.kernel.i18n import N_
from portal.people import addresses
from portal.people.enums import ContactKind
from portal.people.errors import BadAddress
from portal.trainings.actions.proposing import Worker
from portal.web.forms import OnceForm, Row, at_most, choices, optional, refuse, strip

HOW_MANY = 4


class WorkerRow(Row):
    name = StringField(N_("Nom"), [optional(), at_most(120)], filters=[strip])
    contact = StringField(
        N_("Téléphone portable ou e-mail"), [optional(), at_most(320)], filters=[strip]
    )
    locale = SelectField(
        N_("Langue du message"),
        choices=choices(*((one.tag, one.name) for one in i18n.LOCALES.values())),
        default="fr",
    )

    def validate_contact(self, field: StringField) -> None:
        if not field.data:
            return
        try:
            addresses.read(field.data)
        except BadAddress as error:
            raise refuse(next(iter(error.fields.values()))) from error

    def validate(self, *args: Any, **values: Any) -> bool:
        good = super().validate(*args, **values)
        if self.name.data and not self.contact.data:
            self.contact.errors = [str(N_("Écrivez un numéro ou une adresse e-mail."))]
            return False
        if self.contact.data and not self.name.data:
            self.name.errors = [str(N_("Écrivez le nom de cette personne."))]
            return False
        return good

    def worker(self) -> Worker | None:
        """Who was written, once validated; nobody on an empty line."""
        if not self.name.data:
            return None
        found = addresses.read(self.contact.data or "")
        is_mail = found.kind == ContactKind.EMAIL
        phone, email = ("", found.value) if is_mail else (found.value, "")
        return Worker(self.name.data, phone, email, self.locale.data)


class ProposeForm(OnceForm):
    people = FieldList(FormField(WorkerRow), N_("Les personnes"), max_entries=HOW_MANY)
    agreed = BooleanField(
        N_("Chaque personne m’a dit qu’elle est d’accord pour recevoir ce message"),
        description=N_("Elle décide ensuite seule. Un refus n’a pas à être expliqué."),
    )

    def make_room(self) -> "ProposeForm":
        """Empty lines to write in."""
        while len(self.people.entries) < HOW_MANY:
            self.people.append_entry()
        return self

    def workers(self) -> list[Worker]:
        found = (entry.form.worker() for entry in self.people)
        return [one for one in found if one]
