"""Being told what a search finds that is new: asked for without an account, stopped in one go."""
