"""Who may do what with a translation. Pure: used by actions and templates."""

from portal.languages.enums import Origin
from portal.languages.models import ContentTranslation
from portal.organisations.enums import OrganisationKind, Role
from portal.organisations.scope import Actor


def can_review(actor: Actor, row: ContentTranslation) -> bool:
    """Say that it is right: another person than who translated."""
    if actor.person_id is None or actor.person_id == row.translator_id:
        return False
    # What was translated before anybody's id was kept is known by its name only.
    unnamed = row.translator_id is None and row.origin == Origin.PERSON
    return not (unnamed and row.made_by == actor.name)


def can_keep_glossary(actor: Actor) -> bool:
    """Say how a term is translated: who writes for a federation, who administers the host."""
    place = actor.place
    if place is None:
        return False
    if place.kind == OrganisationKind.FEDERATION:
        return place.role in (Role.ADMINISTRATOR, Role.WRITER)
    return place.kind == OrganisationKind.OPERATOR and place.role == Role.ADMINISTRATOR
