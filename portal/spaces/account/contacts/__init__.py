"""Adding and removing the ways to be reached, which are also the ways in."""
