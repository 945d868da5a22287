"""Anybody, often on a cheap phone: find an offer, understand it, answer it, follow the answer."""

from portal.kernel.i18n import N_
from portal.spaces.public.about.routes import blueprint as about
from portal.spaces.public.after.routes import blueprint as after
from portal.spaces.public.agreements.routes import blueprint as agreements
from portal.spaces.public.alerts.routes import blueprint as alerts
from portal.spaces.public.app.routes import blueprint as app
from portal.spaces.public.apply.routes import blueprint as apply
from portal.spaces.public.attend.routes import blueprint as attend
from portal.spaces.public.badges.routes import blueprint as badges
from portal.spaces.public.exchange.routes import blueprint as exchange
from portal.spaces.public.follow.routes import blueprint as follow
from portal.spaces.public.gallery.routes import blueprint as gallery
from portal.spaces.public.home.routes import blueprint as home
from portal.spaces.public.join.routes import blueprint as join
from portal.spaces.public.metrics.routes import blueprint as metrics
from portal.spaces.public.offers.routes import blueprint as offers
from portal.spaces.public.outbox.routes import blueprint as outbox
from portal.spaces.public.proposals.routes import blueprint as proposals
from portal.spaces.public.recordings.routes import blueprint as recordings
from portal.spaces.public.registrations import blueprint as registrations
from portal.spaces.public.renewals.routes import blueprint as renewals
from portal.spaces.public.tools.routes import blueprint as tools
from portal.spaces.public.trainings.routes import blueprint as trainings
from portal.spaces.public.uploads.routes import blueprint as uploads
from portal.web.space import OPEN, make_space

space = make_space(
    "public",
    __name__,
    door=OPEN,
    nav=(
        (N_("Offres d’emploi"), "public.offers.list_offers"),
        (N_("Formations"), "public.trainings.list_trainings"),
        (N_("Aide"), "public.about.show_help"),
    ),
)
space.register_blueprint(home)
space.register_blueprint(about)
space.register_blueprint(app)
space.register_blueprint(offers)
space.register_blueprint(trainings)
space.register_blueprint(alerts)
space.register_blueprint(exchange)
space.register_blueprint(attend)
space.register_blueprint(after)
space.register_blueprint(badges)
space.register_blueprint(recordings)
space.register_blueprint(renewals)
space.register_blueprint(apply)
space.register_blueprint(join)
space.register_blueprint(uploads)
space.register_blueprint(follow)
space.register_blueprint(registrations)
space.register_blueprint(agreements)
space.register_blueprint(proposals)
space.register_blueprint(gallery)
space.register_blueprint(tools)
space.register_blueprint(metrics)
space.register_blueprint(outbox)
