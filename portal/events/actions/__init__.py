"""What changes about groups, dates, notes and who is near, by subject."""
