"""Somebody joins a structure: as a post, a mission beside another post, or as a volunteer.

Words: engagement = `Engagement`, never « job »; accueil = the `WelcomeItem`s of an engagement, made
from a dated list; point d'étape = `CheckIn` and its `CheckInWords`; lettre de mission =
`MissionLetter`; fiche de poste = `JobSheet`, its relecture =
`SheetReview` and `SheetReviewWords`; étape du dispositif = `SchemeStep`.

Invariants: the list is the same for whoever arrives, so using it marks nobody; each side's words
are its own until it gives them, and nobody changes the other's; there is no place for health or
fragility; what is kept goes when the rule says so, after the engagement has ended.
"""
