"""Sessions a structure proposes to people of its team."""
