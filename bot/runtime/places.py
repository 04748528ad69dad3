"""Who serves which socket: a worker's place is a lock that the kernel takes back the moment its holder dies.

There are more processes than places (``XIAOER_RUNTIME_STANDBY``): the spare ones have the model loaded and wait,
because a start takes longer than a shopper does.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

LOCK_SUFFIX = ".lock"


@dataclass(frozen=True, slots=True)
class Place:
    """A socket that this process alone may serve, as long as ``lock`` stays open."""

    socket: Path
    lock: TextIO


def claim_place(sockets: Sequence[Path]) -> Place | None:
    """The first socket that no living process serves, cleared of what a dead one left; None if all are served."""
    for socket in sockets:
        socket.parent.mkdir(parents=True, exist_ok=True)
        lock = socket.with_suffix(LOCK_SUFFIX).open("a", encoding="ascii")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            continue
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        socket.unlink(missing_ok=True)
        return Place(socket, lock)
    return None
