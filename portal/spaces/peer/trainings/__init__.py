"""Trainings beside what one wrote in one's grid, shown when one asks and then forgotten."""
