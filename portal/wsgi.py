"""Entry point of the web server: `portal.wsgi:application`."""

import atexit
import ctypes
import gc
import sys

from portal.app import create_app
from portal.config import load
from portal.server import Server
from portal.web import logs, metrics

_ARENA_MAX = -8  # M_ARENA_MAX of <malloc.h>


def _spend_less() -> None:
    """Threads of a worker share their memory (8 MB less), and what was loaded for good is no longer
    searched for garbage while requests wait.
    """
    if sys.platform == "linux" and hasattr(ctypes.CDLL(None), "mallopt"):  # glibc has it
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 2)
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


settings = load()
logs.configure(as_json=not settings.demo)
metrics.add_up()
_server = Server(settings)
_server.__enter__()
atexit.register(_server.__exit__, None, None, None)
application = create_app(settings, _server.database())
_spend_less()
