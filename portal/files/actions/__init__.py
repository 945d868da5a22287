"""What is done to files: receiving them, keeping them, letting them go."""

from portal.files.actions.keeping import (
    erase,
    forget_giver,
    log_opening,
    publish_recordings,
    release,
    unpublish_recordings,
)
from portal.files.actions.uploads import (
    complete,
    create_upload,
    join_photos,
    receive_piece,
    receive_whole,
)

__all__ = [
    "complete",
    "create_upload",
    "erase",
    "forget_giver",
    "join_photos",
    "log_opening",
    "publish_recordings",
    "receive_piece",
    "receive_whole",
    "release",
    "unpublish_recordings",
]
