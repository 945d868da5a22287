"""What the federation says of itself."""
