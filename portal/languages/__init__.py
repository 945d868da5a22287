"""Other languages of what people write, section by section, with who or what translated it.

Words: traduction = `ContentTranslation`; section = a named text of a subject, such as `summary`;
brouillon automatique = `MachineDraft`; glossaire = `GlossaryTerm`; lecture à voix haute =
`SectionRecording`.

Invariants: French stays the authority; a translation whose source changed says so; nothing is
shown without saying who or what translated it; another person than the translator reviews; no
machine drafts what has a legal weight.
"""
