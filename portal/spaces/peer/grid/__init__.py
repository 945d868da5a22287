"""The grid of competencies, filled in line by line on a phone or read as a whole table."""
