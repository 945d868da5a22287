"""What a session leaves who took part, from the link of a registration or from an account."""

from typing import Any

from portal.kernel import clock, i18n
from portal.kernel.i18n import gettext_, show_date
from portal.languages.said import translation
from portal.trainings import phrases, policy
from portal.trainings.queries import attending, certificates, evaluations, sessions
from portal.trainings.queries.registrations import Registration
from portal.web.request import actor, session


def after_page(registration: Registration, token: str) -> dict[str, Any]:
    """Everything a session leaves somebody, where they stand."""
    dates = sessions.get_public(session(), registration.session_id)
    published = sessions.find_published(session(), dates.training_id)
    marks = attending.list_mine(session(), actor(), registration)
    practice = attending.find_internship(session(), registration)
    taken_back = certificates.find_taken_back(session(), registration)
    return {
        "token": token,
        "registration": registration,
        "title": translation(published.document, "title") if published else None,
        "when": phrases.days_of(dates.starts_on, dates.ends_on),
        "presence": phrases.presence(attending.presence(dates, marks, practice).facts()),
        "marks": [
            {
                "day": show_date(one.day, weekday=True),
                "half": one.half.label,
                "state": one.state,
                "words": one.words,
            }
            for one in marks
        ],
        "certificate": certificates.find_certificate(session(), registration),
        "badge": certificates.find_badge(session(), registration),
        "taken_back": gettext_(taken_back.revoked_because) if taken_back else "",
        "locales": list(i18n.LOCALES.values()),
        "may_evaluate": policy.can_evaluate(actor(), registration, dates, clock.today()),
        "has_evaluated": evaluations.is_given(session(), registration),
        "is_over": sessions.is_over(dates, clock.today()),
    }
