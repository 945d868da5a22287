"""What an alert is about, and how often it speaks."""

from enum import StrEnum

from portal.kernel.i18n import N_


class About(StrEnum):
    """What is searched."""

    OFFERS = "offers"
    TRAININGS = "trainings"


class Rhythm(StrEnum):
    """How often somebody is told, at most: where there is nothing new, nothing is sent."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"


RHYTHMS = {
    Rhythm.NOW: N_("Dès que possible"),
    Rhythm.DAILY: N_("Une fois par jour"),
    Rhythm.WEEKLY: N_("Une fois par semaine"),
}
