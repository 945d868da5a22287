"""The link of the warning: an offer is kept on line by one button, and nothing else is opened."""
