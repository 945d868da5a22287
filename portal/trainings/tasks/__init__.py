"""What waits, the clock and others bring to trainings."""
