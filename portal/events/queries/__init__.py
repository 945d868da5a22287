"""What is read of groups, dates, notes and who is near, by subject."""
