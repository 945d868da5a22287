"""A record, a CV or a file of proofs as bytes somebody takes away. No web here, and no database.

`sheet.py` is what is said, whatever the format; `records.py`, `cvs.py` and `proofs.py` say it;
`as_….py` write it, the heavy ones through `writers.py`; `tables.py` gives the same record as rows,
for workbooks.
"""
