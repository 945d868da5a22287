"""Hearing the recordings of the offers: public sound, seekable, nobody is logged."""
