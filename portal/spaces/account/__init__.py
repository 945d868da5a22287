"""Signing in and out, joining by invitation, one's own account."""

from portal.spaces.account.contacts.routes import blueprint as contacts
from portal.spaces.account.demo.routes import blueprint as demo
from portal.spaces.account.invitations.routes import blueprint as invitations
from portal.spaces.account.profile.routes import blueprint as profile
from portal.spaces.account.sign_in.routes import blueprint as sign_in
from portal.spaces.account.structures.routes import blueprint as structures
from portal.web.space import OPEN, make_space

space = make_space("account", __name__, door=OPEN)
space.register_blueprint(sign_in)
space.register_blueprint(demo)
space.register_blueprint(invitations)
space.register_blueprint(profile)
space.register_blueprint(contacts)
space.register_blueprint(structures)
