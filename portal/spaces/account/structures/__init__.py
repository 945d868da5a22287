"""Asking for a structure: it may prepare its offers, its federation validates it."""
