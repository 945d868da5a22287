"""Trainings from files: sent, their columns named, read line by line, imported, undone."""
