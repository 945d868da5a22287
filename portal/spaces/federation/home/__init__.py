"""What waits for the federation today."""
