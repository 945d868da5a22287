"""The teams of a structure, and who is in them."""
