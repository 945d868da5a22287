"""The application is loaded before the processes of a server part: loading it may open nothing."""

import subprocess
import sys

_LOOK = """
import os, threading
before = set(os.listdir("/proc/self/fd"))
import portal.app
opened = set(os.listdir("/proc/self/fd")) - before
tasks = len(os.listdir("/proc/self/task"))
print(len(opened), tasks, threading.active_count())
"""


def test_loading_opens_no_file_and_begins_no_thread() -> None:
    done = subprocess.run([sys.executable, "-c", _LOOK], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "1", "1"]
