"""The first page of one's record: what is in it, what one may do next."""
