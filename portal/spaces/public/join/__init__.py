"""Asking to come to a session of a training: one question a page, nothing lost on the way."""
