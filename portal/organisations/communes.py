"""The communes of France as they are shipped: names and postcodes (Etalab, Licence Ouverte), and
where they are (GeoNames, CC-BY-4.0). `scripts/assets` joins them; those of fewer than 1,000 people
often have no place.
"""

from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

_SHIPPED = Path(__file__).resolve().parents[2] / "static" / "vendor" / "communes.json"
# Whose gazetteer it is, and under which licence: said wherever a distance is shown.
CREDIT = "GeoNames"
LICENCE = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}

_SENT = """
WITH sent AS (
  SELECT row ->> 0 AS code, row ->> 1 AS name, row ->> 2 AS department,
    ARRAY (SELECT jsonb_array_elements_text(row -> 3))::varchar(5)[] AS postcodes,
    (row ->> 4)::float8 AS latitude, (row ->> 5)::float8 AS longitude
  FROM jsonb_array_elements(cast(:rows AS jsonb)) AS row
)
"""
# A commune that was merged leaves its name to the new one.
_GONE = text(f"{_SENT} DELETE FROM commune WHERE code NOT IN (SELECT code FROM sent)")  # noqa: S608 - our own words
_PLANTED = text(
    f"""{_SENT} INSERT INTO commune AS c (code, name, department, postcodes, latitude, longitude)
    SELECT * FROM sent
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, department = excluded.department,
      postcodes = excluded.postcodes, latitude = excluded.latitude, longitude = excluded.longitude
    WHERE (c.name, c.department, c.postcodes, c.latitude, c.longitude)
      IS DISTINCT FROM (excluded.name, excluded.department, excluded.postcodes,
        excluded.latitude, excluded.longitude)
    """  # noqa: S608 - our own words
)


def plant(session: Session) -> None:
    """Bring the communes to what we ship. Repeatable; needs the reach of the operator."""
    rows = _SHIPPED.read_text()
    for statement in (_GONE, _PLANTED):
        session.execute(statement, {"rows": rows})
