"""Interviews: a date, two preparations, a record written side by side, two signatures."""

from portal.skills.actions.interviews.attaching import (
    Attached,
    attach,
    detach,
    open_attached,
    propose_attached,
)
from portal.skills.actions.interviews.meeting import (
    accept_date,
    ask_date,
    cancel_interview,
    propose_interview,
    take_over,
)
from portal.skills.actions.interviews.preparing import open_up, prepare, remove_voice, say
from portal.skills.actions.interviews.recording import (
    Agreed,
    add_agreement,
    remove_agreement,
    tell_outcome,
    tell_review,
    write_entry,
)
from portal.skills.actions.interviews.signing import sign

__all__ = [
    "Agreed",
    "Attached",
    "accept_date",
    "add_agreement",
    "ask_date",
    "attach",
    "cancel_interview",
    "detach",
    "open_attached",
    "open_up",
    "prepare",
    "propose_attached",
    "propose_interview",
    "remove_agreement",
    "remove_voice",
    "say",
    "sign",
    "take_over",
    "tell_outcome",
    "tell_review",
    "write_entry",
]
