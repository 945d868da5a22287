"""Nomenclatures and dated rules, corrected without a release."""
