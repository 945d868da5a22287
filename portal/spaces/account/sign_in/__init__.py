"""One field, then a code: the same steps to come back and to come for the first time."""
