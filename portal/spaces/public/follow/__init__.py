"""What becomes of an answer, for whoever holds its link."""
