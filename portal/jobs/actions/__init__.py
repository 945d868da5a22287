"""What may be changed.

`offers` · `applying` (answering an offer) · `following` (afterwards) · `screening`.
"""
