"""The trainings of a federation in other languages, and the moment the public reads them."""
