"""What a training works on: headings of the guide's grid, which a peer worker answers to as well.

A federation ticks one where the sheet says so. It is about what is taught, never about anybody.
"""

from portal.kernel import i18n
from portal.skills.shipped.guide import GUIDE

FRAMEWORK = GUIDE.code
CODES = frozenset(group.code for group in GUIDE.groups)


LABELS = {group.code: str(group.plain) for group in GUIDE.groups}


def topics() -> list[tuple[str, str]]:
    """(code, name in usual words) of every heading, in the order of the grid."""
    return [(group.code, i18n.gettext_(str(group.plain))) for group in GUIDE.groups]
