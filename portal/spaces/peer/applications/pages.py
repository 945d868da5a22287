"""What the list of a person's applications receives."""

from dataclasses import dataclass

from flask import url_for

from portal.jobs import follow_links, phrases
from portal.jobs.enums import ApplicationState
from portal.jobs.queries.applications import Mine
from portal.kernel.i18n import _, show_date
from portal.languages.said import Said
from portal.web.request import session, settings


@dataclass(frozen=True)
class Line:
    """An answer: to what, where it stands, what comes next."""

    title: Said
    whose: str
    state: str
    then: str
    url: str


def line(mine: Mine) -> Line:
    application, offer = mine.application, mine.offer
    token = follow_links.token(settings(), application.id, application.token_version)
    due = application.answer_due_on
    if application.state == ApplicationState.DRAFT:
        then = _("Rien n’est parti.")
    elif application.waiting_for_answer and due:
        then = _("Réponse au plus tard le %(date)s", date=show_date(due))
    else:
        then = ""
    return Line(
        offer.title,
        phrases.whose(session(), application.structure_name, offer.city, offer.department),
        ApplicationState(application.state).label,
        then,
        url_for("public.follow.show_story", token=token),
    )
