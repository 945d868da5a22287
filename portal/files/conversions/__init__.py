"""What we keep and serve: one playable recording, one clean document, and its previews."""
