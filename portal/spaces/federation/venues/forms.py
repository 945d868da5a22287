"""Fields of a place: where it is, how to come, the lines of the passport that belong to it."""

from collections.abc import Iterable
from typing import Any

from portal.kernel.i18n import N_
from portal.spaces.federation.trainings.forms import ThreeWay
from portal.web.fields import line, text
from portal.web.forms import DateField, OnceForm, needed, optional


class VenueForm(OnceForm):
    """The fields bear the names of the columns; `line_…` are lines of the passport."""

    name = line(
        N_("Le nom du lieu"),
        needed(N_("Donnez un nom à ce lieu.")),
        most=200,
        hint=N_("Par exemple : Maison des associations, salle du premier étage."),
    )
    address = line(N_("Le numéro et la rue"), most=200)
    postcode = line(
        N_("Le code postal"), needed(N_("Écrivez les cinq chiffres du code postal.")), most=5
    )
    city = line(N_("La ville"), needed(N_("Écrivez la ville.")), most=80)
    directions = text(
        N_("Comment venir"),
        most=2000,
        hint=N_(
            "Le bus, l’arrêt, l’entrée, l’étage. Tout le monde peut le lire : le code de la porte"
            " s’écrit dans la session."
        ),
    )
    passport_words = text(N_("Une précision sur l’accessibilité du lieu"), most=2000)
    verified_on = DateField(
        N_("Vérifié le"),
        [optional()],
        description=N_("Le jour où quelqu’un est allé voir, ou a demandé sur place."),
    )

    def values(self) -> dict[str, Any]:
        """What is to be kept, once validated."""
        named = {"once", "csrf_token"}
        found = {
            name: field.data
            for name, field in self._fields.items()
            if name not in named and not isinstance(field, ThreeWay)
        }
        answers = {name.removeprefix("line_"): field.data for name, field in self._lines()}
        found["passport"] = {code: answer for code, answer in answers.items() if answer}
        return found

    def _lines(self) -> list[tuple[str, Any]]:
        return [pair for pair in self._fields.items() if isinstance(pair[1], ThreeWay)]

    @property
    def lines(self) -> list[Any]:
        """The questions of the passport, in order."""
        return [field for _name, field in self._lines()]


def venue_form(lines: Iterable[tuple[str, str]]) -> type[VenueForm]:
    """The form with one question for each (code, label) of the passport."""
    fields = {f"line_{code}": ThreeWay(label) for code, label in lines}
    return type("WholeVenueForm", (VenueForm,), fields)
