"""What candidates gave, played and read by the structure."""
