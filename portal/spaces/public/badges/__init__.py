"""Checking a badge: its page, its status, the public keys, who signs."""
