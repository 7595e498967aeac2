"""The floor of a request: an MQTT 5 echo, which commits one row (synchronous=FULL) before it replies where told to."""

from __future__ import annotations

import argparse
import socket
import sqlite3
from typing import Any

from paho.mqtt.client import Client, MQTTMessage, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion


def _without_delay(_client: Client, _data: Any, opened: Any) -> None:
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _listen(client: Client, *_: Any) -> None:
    client.subscribe("lobby/1/+/do/+/#", qos=1)


def _open(path: str) -> sqlite3.Connection:
    store = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    store.execute("PRAGMA journal_mode = WAL")
    store.execute("PRAGMA synchronous = FULL")
    store.execute("CREATE TABLE rows (payload BLOB)")
    return store


def main() -> None:
    """Echo what comes below `do/` to the asker's reply topic until killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--username", required=True)
    parser.add_argument("--password", required=True)
    parser.add_argument("--store", help="the file to commit to; none: a bare echo")
    chosen = parser.parse_args()
    store = _open(chosen.store) if chosen.store else None

    def echo(client: Client, _data: Any, message: MQTTMessage) -> None:
        if store is not None:
            store.execute("INSERT INTO rows VALUES (?)", (message.payload,))
        root, device = message.topic.split("/do/")[0], message.topic.split("/do/")[1].split("/")[0]
        client.publish(f"{root}/reply/{device}", message.payload, qos=1)

    client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTv5)
    client.username_pw_set(chosen.username, chosen.password)
    client.on_socket_open = _without_delay
    client.on_connect = _listen
    client.on_message = echo
    client.connect("127.0.0.1", chosen.port)
    client.loop_forever()


if __name__ == "__main__":
    main()
