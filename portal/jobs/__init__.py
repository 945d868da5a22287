"""Offers of employment, their diffusion, applications and their screening.

Words: offre d'emploi = `Offer`; candidature = `Application`; message vocal = `VoiceMessage`;
rappel téléphonique = `CallbackRequest`; étape = `ApplicationEvent`; note = `ScreeningNote`.

Invariants: pay is always stated; no score, no rank, no automatic refusal; each application gets an
answer and the person is told at each step; a candidate is never asked what they went through; what
the public sees of an offer is its `PublishedOffer`, a snapshot, and nothing else.
"""
