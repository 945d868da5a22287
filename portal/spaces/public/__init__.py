"""Anybody, often on a cheap phone: find an offer, understand it, answer it, follow the answer."""

from portal.spaces.public.apply.routes import blueprint as apply
from portal.spaces.public.follow.routes import blueprint as follow
from portal.spaces.public.gallery.routes import blueprint as gallery
from portal.spaces.public.home.routes import blueprint as home
from portal.spaces.public.metrics.routes import blueprint as metrics
from portal.spaces.public.outbox.routes import blueprint as outbox
from portal.spaces.public.uploads.routes import blueprint as uploads
from portal.web.space import OPEN, make_space

space = make_space("public", __name__, door=OPEN)
space.register_blueprint(home)
space.register_blueprint(gallery)
space.register_blueprint(metrics)
space.register_blueprint(outbox)
space.register_blueprint(apply)
space.register_blueprint(uploads)
space.register_blueprint(follow)
