"""Entry point of the web server: `portal.wsgi:application`."""

import atexit
import gc

from portal.app import create_app
from portal.config import load
from portal.server import Server
from portal.web import logs

settings = load()
logs.configure(as_json=not settings.demo)
_server = Server(settings)
_server.__enter__()
atexit.register(_server.__exit__, None, None, None)
application = create_app(settings, _server.database())
# What is loaded stays: looking through it again and again for garbage stopped requests.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)
