"""The words a structure writes at each step."""
