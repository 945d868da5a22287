"""Trainings in LHEO 2.3, the language French registers of trainings speak (LG-17).

What LHEO has a place for is written there; what it lacks, or would shorten, stands in its extras.
What it requires and nobody knows is written with its own « not known », and named in the extras.
"""

NAMESPACE = "http://www.lheo.org/2.3"
# Whose extras these are, and the name of each; `UNKNOWN` lists what stands for « not known ».
EXTRAS, FORM, UNKNOWN = "portail-travail-pair", "forme", "inconnu"
NOT_SAID, NO_CODE, NO_POSTCODE = "Non communiqué", "0", "00000"
NO_BEGIN, NO_END = "00000000", "99999999"
