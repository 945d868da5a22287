"""What somebody agrees to when they ask to come, and what happens next, in plain words."""

from portal.kernel.i18n import _
from portal.spaces.public.about.pages import duration
from portal.spaces.public.join.journey import Joining
from portal.trainings import forgetting
from portal.trainings.enums import RegistrationState, WhoseTime
from portal.trainings.nomenclatures import RETENTION
from portal.web.request import session


def sentence(on: Joining) -> str:
    """What, to whom, why, until when: exactly what the night does (`portal.trainings.forgetting`).
    What is not in it is not said.
    """

    def kept(code: str) -> str:
        return duration(forgetting.days(session(), RETENTION, code).days)

    found = [
        _(
            "J’envoie ce qui est sur cette page à %(federation)s, pour demander à venir à"
            " « %(title)s ». C’est gardé %(kept)s au plus après la session.",
            federation=on.asked.federation,
            title=on.asked.title,
            kept=kept("registration"),
        )
    ]
    if on.need:
        found.append(
            _(
                "Ce dont j’ai besoin est lu seulement par la personne qui s’en occupe ; c’est"
                " effacé %(kept)s après la session, ou dès que je ne viens plus.",
                kept=kept("registration_need"),
            )
        )
    if on.registration.agreement:
        found.append(
            _(
                "%(structure)s voit si ma place est confirmée, refusée ou annulée, et rien"
                " d’autre.",
                structure=on.registration.employer_name,
            )
        )
    elif on.registration.whose_time is WhoseTime.EMPLOYER:
        found.append(_("Mon employeur lit mon nom, la formation et les dates, et rien d’autre."))
    found.append(_("Je peux tout effacer avant."))
    return " ".join(found)


def next_steps(on: Joining) -> list[str]:
    """What comes after a state, in order."""
    by_state = {
        RegistrationState.CONFIRMED: [
            _("Quelques jours avant, nous vous rappelons le lieu et les heures."),
            _(
                "Si vous ne pouvez plus venir, dites-le avec votre lien : une autre personne"
                " attend."
            ),
        ],
        RegistrationState.WAITING: [
            _(
                "Dès qu’une place est libre, elle est proposée à qui attend depuis le plus"
                " longtemps."
            ),
            _("Quand c’est votre tour, nous vous écrivons, et vous avez le temps de répondre."),
        ],
        RegistrationState.RECEIVED: [
            _("L’organisme vous contacte pour parler avec vous."),
            _("Ensuite, il vous propose une place, ou vous dit pourquoi ce n’est pas possible."),
        ],
    }
    return by_state.get(on.registration.state, [])
