"""TCP ports on loopback that neither another worker of the same run nor an outgoing connection takes meanwhile."""

from __future__ import annotations

import itertools
import os
import random
import socket

# Below Linux's ephemeral ports (ip(7): 32768 and up) and beside the demo's usual ones.
FIRST, EACH, WORKERS = 20000, 1000, 12


def _own_share() -> list[int]:
    """Return this worker's ports, begun at any of them, so that two runs on one machine seldom meet."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % WORKERS
    first, start = FIRST + worker * EACH, random.randrange(EACH)
    return [first + (start + n) % EACH for n in range(EACH)]


_NEXT = itertools.cycle(_own_share())


def free_ports(count: int) -> list[int]:
    """Return `count` ports that nobody listens on."""
    return list(itertools.islice(filter(_is_free, _NEXT), count))


def _is_free(port: int) -> bool:
    with socket.socket() as holder:
        try:
            holder.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
