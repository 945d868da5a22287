"""What waits for a structure today."""
