"""Files one keeps for oneself, in pieces: what shows a line of the grid."""
