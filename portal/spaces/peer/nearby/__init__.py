"""« Ne pas être seul·e »: being seen by those who are, and writing through the portal."""
