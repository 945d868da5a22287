"""The trainings as anybody sees them: the list and its search, one training."""
