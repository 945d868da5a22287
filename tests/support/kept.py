"""Every piece of a page that is kept is drawn again here, and compared.

A key that forgets something of what it shows (a name, a nonce, who is signed in) turns any test red
that meets the piece twice.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from markupsafe import Markup

from portal.web.templates import Kept


class StaleKey(AssertionError):
    """A kept piece differs from what would be drawn now under the same key."""


@contextmanager
def proved() -> Iterator[None]:
    """Inside, what is found is compared with what would be made."""
    plain = Kept.get

    def get(self: Kept, key: Hashable, make: Callable[[], Any]) -> Any:
        found = plain(self, key, make)
        if isinstance(found, Markup) or hasattr(found, "__dataclass_fields__"):
            now = make()
            if found != now:
                raise StaleKey(f"{key!r:.200}\nkept: {found!s:.2000}\nnow:  {now!s:.2000}")
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Kept, "get", get)
        yield
