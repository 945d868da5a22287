"""The floor: a bare Flask app, same server, same database, one query of 20 rows, a short page.

What no page of ours can beat; ratios to it survive a change of machine.
"""

import os

import psycopg_pool
from flask import Flask, render_template_string

PAGE = """<!doctype html>
<html lang="fr">
<head>
  <meta charset="utf-8">
  <title>Floor</title>
</head>
<body>
  <h1>Floor</h1>
  <ul>
  {% for row in rows %}
    <li>
      <strong>{{ row[0] }}</strong>
      {{ row[1] }}
    </li>
  {% endfor %}
  </ul>
  <p>
    {{ rows | length }}
  </p>
</body>
</html>"""

application = Flask(__name__)
_pool = psycopg_pool.ConnectionPool(os.environ["BENCH_DATABASE_URL"], min_size=1, max_size=8)


@application.get("/")
def floor() -> str:
    with _pool.connection() as connection:
        rows = connection.execute(
            "SELECT slug, published_at FROM published_offer WHERE state = 'published'"
            " ORDER BY published_at DESC LIMIT 20"
        ).fetchall()
    return render_template_string(PAGE, rows=rows)
