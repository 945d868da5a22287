"""The glossary, as every house that keeps one has it."""

from portal.screens import glossary
from portal.web.space import feature

blueprint = feature("glossary", __name__, "/glossary")
blueprint.before_request(glossary.need_to_keep)
glossary.screens.bind(blueprint)
