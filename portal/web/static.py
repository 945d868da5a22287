"""Static files: WhiteNoise with hashed names, far-future caching and precompressed copies."""

import re
from functools import partial
from typing import Any

from whitenoise import WhiteNoise

from portal.web.filters import STATIC
from portal.web.headers import static_headers

_HASHED = re.compile(r"^/static/built/[^/]+\.[0-9A-Za-z]{8,}\.[a-z0-9]+$")


def serve_static(wsgi: Any, *, https: bool) -> Any:
    """The built files under `/static/built/`, before Flask is even asked. Their sources are not
    served.
    """
    files = WhiteNoise(
        wsgi,
        max_age=3600,
        immutable_file_test=lambda path, url: bool(_HASHED.search(url)),
        add_headers_function=partial(static_headers, https=https),
        allow_all_origins=False,
    )
    built = STATIC / "built"
    if built.exists():
        files.add_files(str(built), prefix="/static/built/")
    return files
