"""One's CV, made of what one chooses in one's record."""
