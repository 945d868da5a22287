"""The offers as anybody sees them: the list and its search, one offer, its poster, the feeds."""
