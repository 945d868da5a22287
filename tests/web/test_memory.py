"""What a web server loads stays in its memory for good, in each of its processes."""

import subprocess
import sys


def test_a_web_server_loads_nothing_that_only_workers_need() -> None:
    listing = "import sys, portal.app; print(*{'apprise', 'pypdfium2'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", listing], check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == []
