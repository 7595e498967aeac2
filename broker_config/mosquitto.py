"""Writes mosquitto's configuration: no anonymous client, rights by role, TCP_NODELAY, bounded queues and sizes."""

from __future__ import annotations

import time
from pathlib import Path

from broker_config.rights import access_list
from broker_config.secrets import enrol, password_line, write_private
from broker_config.settings import BrokerSite

CONF = "mosquitto.conf"
_ACL = "rights.acl"
_PASSWORDS = "passwords"
_STORE = "mosquitto.db"
# The first bytes of a store that mosquitto 2.0 can read (persist.h).
_STORE_MAGIC = b"\x00\xb5\x00mosquitto db"


def write(site: BrokerSite) -> dict[str, str]:
    """Write the broker's files below `site.folder`; returns each device's password.

    A user's password stays what it was; a device no longer enrolled loses its user with the next start.
    """
    site.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    passwords = enrol(site.secrets, [device.id for device in site.clients])
    write_private(site.folder / _PASSWORDS, "".join(password_line(*item) + "\n" for item in passwords.items()))
    write_private(site.folder / _ACL, access_list(site.site, site.clients))
    write_private(site.folder / CONF, configuration(site))
    return passwords


def configuration(site: BrokerSite) -> str:
    """Return the text of mosquitto.conf; the limits' reasons stand in docs/decisions/broker.md."""
    folder = site.folder.absolute()
    lines = [
        "per_listener_settings false",
        "allow_anonymous false",
        f"password_file {folder / _PASSWORDS}",
        f"acl_file {folder / _ACL}",
        f"user {site.run_as}",
        "set_tcp_nodelay true",
        "persistence true",
        f"persistence_location {folder}/",
        f"persistence_file {_STORE}",
        "autosave_interval 30",
        "max_packet_size 270336",
        "max_inflight_messages 100",
        "max_queued_messages 100000",
        "max_queued_bytes 33554432",
        "memory_limit 134217728",
        "max_keepalive 60",
        "persistent_client_expiration 1d",
        "sys_interval 30",
        "connection_messages false",
        "log_dest stderr",
        "log_type error",
        "log_type warning",
        "log_type notice",
        f"listener {site.port} {site.host}",
        "max_connections 200",
        f"listener {site.websocket_port} {site.host}",
        "protocol websockets",
        "max_connections 100",
    ]
    return "\n".join(lines) + "\n"


def set_aside_bad_store(folder: Path) -> Path | None:
    """Move a store that mosquitto would refuse to start on out of its way; returns where to, or None.

    After a power cut the file can be all zero bytes, and mosquitto 2.0 then exits instead of starting empty.
    """
    store = folder / _STORE
    try:
        with store.open("rb") as file:
            head = file.read(len(_STORE_MAGIC))
    except FileNotFoundError:
        return None
    if not head or head == _STORE_MAGIC:
        return None
    aside = store.with_name(f"{_STORE}.bad-{int(time.time())}")
    store.replace(aside)
    return aside
