"""The board of a team: what each colleague can help with."""
