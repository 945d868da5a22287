"""The published offers of the region, and passing them on."""
