"""What a web server loads stays in its memory for good, in each of its processes."""

import subprocess
import sys

# What only workers need, and what only the files that people take away need.
_HEAVY = {"apprise", "pypdfium2", "docx", "odfdo", "xlsxwriter"}


def test_a_web_server_loads_nothing_that_few_requests_need() -> None:
    listing = f"import sys, portal.app; print(*{_HEAVY} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", listing], check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == []
