"""Portail Travail Pair: the portal of paid peer work (see portal/README.md for the house)."""
