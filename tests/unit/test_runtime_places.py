"""One process per socket, and a spare one that gets it as soon as it is free."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bot.runtime.places import LOCK_SUFFIX, claim_place


def test_every_socket_is_served_once(tmp_path: Path) -> None:
    sockets = [tmp_path / "run" / "runtime-0.sock", tmp_path / "run" / "runtime-1.sock"]
    first, second = claim_place(sockets), claim_place(sockets)
    assert first is not None
    assert second is not None
    assert (first.socket, second.socket) == (sockets[0], sockets[1])
    assert claim_place(sockets) is None
    second.lock.close()
    again = claim_place(sockets)
    assert again is not None
    assert again.socket == sockets[1]
    first.lock.close()
    again.lock.close()


def test_a_killed_process_leaves_its_place_and_its_socket_file_is_cleared(tmp_path: Path) -> None:
    socket = tmp_path / "runtime-0.sock"
    program = (
        "import sys, time, pathlib; from bot.runtime.places import claim_place; "
        "place = claim_place([pathlib.Path(sys.argv[1])]); place.socket.touch(); print('served', flush=True); "
        "time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(socket)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"served\n"
        assert socket.with_suffix(LOCK_SUFFIX).read_text(encoding="ascii") == f"{process.pid}\n"
        assert claim_place([socket]) is None
        process.kill()
        process.wait()
    place = claim_place([socket])
    assert place is not None
    assert not socket.exists()
    place.lock.close()
