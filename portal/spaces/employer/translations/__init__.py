"""The offers of a structure in other languages, by those who write them and who only translates."""
