"""What the sessions one took part in left, from one's account."""
