"""What somebody can do, knows and wants: their own record of it, versions of it, what they share.

Words: référentiel = `Framework`; grille de compétences = the answers (`GridAnswer`) to a framework;
compétence mobilisée = `mobilised`; maîtrise = `mastery`; intérêt = `interest`; preuve = `Evidence`;
champ de connaissance = `KnowledgeLine`; origine du savoir = `Source`; version = `ProfileVersion`;
parcours = `PathEntry`; projet professionnel = `CareerProject`; étape du projet = `ProjectStep`;
entretien = `Interview`; préparation = `InterviewPreparation`; compte rendu = `InterviewRecord`;
ce qui est convenu = `InterviewAgreement`;
choix du CV = `CvChoice`; dossier de preuves = `Proved`, line by line;
tableau des super-pouvoirs = the `BoardLine`s of a team.

Invariants: the record belongs to the person and outlives any job; nobody else reaches it but
through a share, which is a copy made for one reader; a mark is the person's own and is never
averaged with another's; a new edition of a framework loses no answer; nothing here names a lived
experience but in words the person chose to write. What two people prepare for an interview is
sealed until both open it or the agreed moment comes; what both signed never changes, and is all an
employer keeps of it.
"""
