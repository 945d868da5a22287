"""Alerts: somebody asks to be told what a search of offers or of trainings finds that is new.

Words: alerte = `SearchAlert` · rythme = rhythm · « Me prévenir » = subscribe · arrêter = stop ·
dernier jour cherché = last day.

Invariants: an alert begins once a code sent to the address came back, so that nobody subscribes
somebody else; before, nothing is kept but that code. It belongs to whoever holds its link, and is
reached by it alone. What is told once is not told again, and not once it is over. Of a place it
keeps the commune that is searched around, if who asks leaves it. It ends by one press, by itself
after a dated term or the last day it is about, or when the address is dead; and nothing is left.
"""
