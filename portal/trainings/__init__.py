"""Trainings: what a federation publishes of them, so that anybody finds one and understands it.

Words: formation = `Training` · organisme = organiser · édition = `TrainingEdition`, what was
published, kept · fiche publiée = `PublishedTraining` · pré-requis = prerequisite · passeport
d’accessibilité = passport · relecture = review · import = `TrainingImport`, a file
on its way to become drafts · identifiant = reference, by what name files call a training ·
relais = `TrainingRelay`, another federation’s · session = `TrainingSession` ·
lieu = `TrainingVenue` · inscription = `Registration` · besoin = `RegistrationNeed` ·
place = place · liste d’attente = waiting list ·
entretien avant une session = `SelectionSlot` · invitation à choisir = `SelectionInvitation` ·
présence = `Attendance` · stage = `Internship` · attestation = `Certificate` · badge = `Badge` ·
avis = `Evaluation`.

Invariants: a draft is seen by its federation only; the public reads a copy made at publication
(decision 0005). Whoever wrote last never publishes: another officer reads first. What nobody knows
stays « not known »: it is neither yes nor no, and no filter takes it for a yes. Where sources
differ, each is quoted with its name and none is chosen. No score, no order but the date.
What comes from a file is a draft, seen line by line before it is written (decision 0029). A place
is taken once; what somebody needs is read by who arranges it only (decision 0026). Who meets people
before a session sees names and times; a structure reads four words of what it proposed to its team
(`WorkerProposal`, decision 0033).
A certificate or a badge is no diploma. Nothing says whose an evaluation is (decision 0030).
"""
