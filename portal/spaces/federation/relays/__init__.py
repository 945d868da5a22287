"""The trainings other federations publish, and passing them on to one's region."""
