"""A structure writes its offers step by step, publishes them and brings them to their end."""

from portal.spaces.employer.offers import moves, offers, voices, words, writing

__all__ = ["moves", "offers", "voices", "words", "writing"]
