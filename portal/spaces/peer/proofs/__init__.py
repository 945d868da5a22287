"""A file of proofs: chosen lines of the grid and what shows them."""
