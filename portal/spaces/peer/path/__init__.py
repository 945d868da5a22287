"""Where one comes from at work, and where one wants to go."""
