"""The translations of the trainings, as every house has them; putting them online."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.i18n import _, gettext_
from portal.screens import section_readings, translations
from portal.trainings.actions import translating
from portal.trainings.errors import FederationNotAdmitted
from portal.web.request import actor, session
from portal.web.space import feature

blueprint = feature("translations", __name__, "/translations")
blueprint.before_request(translations.need_to_translate)
translations.screens.bind(blueprint)
section_readings.screens.bind(blueprint)


@blueprint.post("/<uuid:subject_id>/publish")
def publish_translations(subject_id: UUID) -> ResponseReturnValue:
    """Let the public read what is translated of the French it reads."""
    try:
        is_new = translating.publish_translations(session(), actor(), subject_id)
    except FederationNotAdmitted as refusal:
        flash(gettext_(refusal.message), "warn")
    else:
        flash(_("Les traductions sont en ligne.") if is_new else _("Tout est déjà en ligne."))
    return redirect(url_for(".show_subject", subject_id=subject_id))
