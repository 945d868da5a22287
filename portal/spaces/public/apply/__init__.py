"""Answering an offer: one question a page, nothing lost on the way."""
