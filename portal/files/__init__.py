"""Stored files and recordings: received in pieces, checked by their real parser, converted, kept
encrypted, opened under the eyes of the person who gave them.

Words: fichier = `StoredFile`; message vocal = `VoiceMessage` (a `StoredFile` whose kind is audio);
morceau = piece; consultation = `FileOpening`.

Invariants: nobody plays or reads the bytes that were uploaded, only what we converted; an
organisation sees a file only once the person released it; each opening is written down.
"""
