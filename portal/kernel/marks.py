"""What no keyboard writes, and no text of ours holds, whether it comes from a form or from a file.

A NUL, which PostgreSQL refuses, and the marks that embed, override or isolate a direction: they
turn around what stands beside them, and languages that mix are isolated by the pages.
"""

_NEVER = dict.fromkeys([0, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def without_marks(text: str) -> str:
    return text.translate(_NEVER)
