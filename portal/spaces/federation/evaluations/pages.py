"""What the page of the evaluations receives."""

from typing import Any

from portal.kernel.i18n import gettext_ as _
from portal.trainings import figures, phrases
from portal.trainings.evaluation import QUESTIONS, Question
from portal.trainings.queries import attending
from portal.trainings.queries import evaluations as queries
from portal.trainings.queries.sessions import TrainingSession
from portal.web.request import actor, session


def results_page(dates: TrainingSession) -> dict[str, Any]:
    """What may be said of each question; words and voices in no order."""
    found = queries.results(session(), dates.id)
    return {
        "dates": dates,
        "title": attending.get_training(session(), actor(), dates).title,
        "when": phrases.days_of(dates.starts_on, dates.ends_on),
        "total": found.total,
        "least": queries.LEAST,
        "questions": [
            _told(question, found.counts.get(question.code, {}), found.total)
            for question in QUESTIONS
        ],
        "words": found.words,
        "voices": found.voices,
    }


def _told(question: Question, counts: dict[str, int], total: int) -> dict[str, Any]:
    """`most`: what more than half chose; `lines`: (choice, so many people at least)."""
    choices = {code: _(words) for code, words in question.choices}
    told = figures.told({code: counts.get(code, 0) for code in choices}, total)
    return {
        "text": _(question.text),
        "most": choices.get(told.most),
        "lines": [(choices[code], number) for code, number in told.at_least.items()],
    }
