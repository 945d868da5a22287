"""What becomes of a request to come to a session, for whoever holds its link."""
