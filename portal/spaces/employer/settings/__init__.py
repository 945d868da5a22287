"""What the structure says of itself, and within how many days it answers."""
