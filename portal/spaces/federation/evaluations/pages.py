"""What the page of the evaluations receives."""

from typing import Any

from portal.kernel.i18n import gettext_ as _
from portal.trainings import phrases
from portal.trainings.evaluation import QUESTIONS
from portal.trainings.queries import attending
from portal.trainings.queries import evaluations as queries
from portal.trainings.queries.sessions import TrainingSession
from portal.web.request import actor, session


def results_page(dates: TrainingSession) -> dict[str, Any]:
    """Each question with how many chose what; words and voices in no order."""
    found = queries.results(session(), dates.id)
    return {
        "dates": dates,
        "title": attending.get_training(session(), actor(), dates).title,
        "when": phrases.days_of(dates.starts_on, dates.ends_on),
        "total": found.total,
        "least": queries.LEAST,
        "questions": [
            {
                "text": _(question.text),
                "rows": [
                    [_(words), found.counts.get(question.code, {}).get(code, 0)]
                    for code, words in question.choices
                ],
            }
            for question in QUESTIONS
        ],
        "words": found.words,
        "voices": found.voices,
    }
