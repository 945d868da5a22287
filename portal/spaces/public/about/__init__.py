"""What the portal says about itself: help, languages, accessibility, law, personal data."""
