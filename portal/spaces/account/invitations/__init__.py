"""The link of an invitation: who invites, to do what, and joining."""
