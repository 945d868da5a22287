"""The structures of the federation: those that wait, those it vouches for, those it suspended."""
