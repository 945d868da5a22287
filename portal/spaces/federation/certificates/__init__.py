"""Certificates of attendance and badges of a session that is over."""
