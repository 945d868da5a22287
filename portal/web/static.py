"""Static files: WhiteNoise with hashed names, far-future caching and precompressed copies."""

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from whitenoise import WhiteNoise

from portal.web import assets
from portal.web.headers import static_headers

_HASHED = re.compile(r"^/static/built/[^/]+\.[0-9A-Za-z]{8,}\.[a-z0-9]+$")


class _Latest:
    """Serves the build that is there. A file of one before is not found, like any other address."""

    def __init__(self, wsgi: Any, list_files: Callable[[], Any]) -> None:
        self._wsgi, self._list_files = wsgi, list_files
        self._of, self._files = assets.names.look(), list_files()

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        which = assets.names.look()
        if which != self._of:
            self._files = self._list_files()
            self._of = which
        try:
            found: Iterable[bytes] = self._files(environ, start_response)
        except FileNotFoundError:  # a build took it away since it was listed
            found = self._wsgi(environ, start_response)
        return found


def serve_static(wsgi: Any, *, https: bool) -> Any:
    """The built files under `/static/built/`, before Flask is even asked. Their sources are not
    served.
    """

    def list_files() -> WhiteNoise:
        files = WhiteNoise(
            wsgi,
            max_age=3600,
            immutable_file_test=lambda path, url: bool(_HASHED.search(url)),
            add_headers_function=partial(static_headers, https=https),
            allow_all_origins=False,
        )
        if assets.BUILT.exists():
            files.add_files(str(assets.BUILT), prefix="/static/built/")
        return files

    return _Latest(wsgi, list_files)
