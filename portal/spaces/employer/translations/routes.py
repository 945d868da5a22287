"""The translations of the offers, as every house that publishes has them."""

from portal.screens import section_readings, translations
from portal.web.space import feature

blueprint = feature("translations", __name__, "/translations")
blueprint.before_request(translations.need_to_translate)
translations.screens.bind(blueprint)
section_readings.screens.bind(blueprint)
