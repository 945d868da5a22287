"""The inbox, and one application: what was sent, notes, messages."""
