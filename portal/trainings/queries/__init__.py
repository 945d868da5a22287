"""Look-ups of trainings: inside the federation, and as anybody sees them."""
