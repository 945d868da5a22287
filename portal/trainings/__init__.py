"""Trainings: what a federation publishes of them, so that anybody finds one and understands it.

Words: formation = `Training` · organisme = organiser · édition = `TrainingEdition`, what was
published, kept · fiche publiée = `PublishedTraining` · pré-requis = prerequisite · passeport
d’accessibilité = passport · relecture = review · présence = `Attendance` · stage = `Internship` ·
attestation = `Certificate` · badge = `Badge` · avis = `Evaluation`.

Invariants: a draft is seen by its federation only; the public reads a copy made at publication
(decision 0005). Whoever wrote last never publishes: another officer reads first. What nobody knows
stays « not known »: it is neither yes nor no, and no filter takes it for a yes. Where sources
differ, each is quoted with its name and none is chosen. No score, no order but the date. A
certificate or a badge is no diploma. Nothing says whose an evaluation is (decision 0030).
"""
