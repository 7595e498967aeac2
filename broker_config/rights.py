"""Who may write and read what: mosquitto's access list, written from the contract's roles and verbs."""

from __future__ import annotations

from collections.abc import Iterable

from broker_config.settings import Enrolled
from lobby.contract.requests import verbs_of
from lobby.contract.roles import RIGHTS
from lobby.contract.topics import Topics


def access_list(site: str, devices: Iterable[Enrolled]) -> str:
    """Return the text of an `acl_file`: a section a user, nothing for anyone else (mosquitto.conf(5))."""
    topics = Topics(site)
    return "\n".join(line for device in devices for line in _section(topics, device))


def _section(topics: Topics, device: Enrolled) -> list[str]:
    lines = [f"user {device.id}"]
    lines += [f"topic write {topic}" for topic in sorted(_writes(topics, device))]
    lines += [f"topic read {topic}" for topic in sorted(_reads(topics, device))]
    return [*lines, ""]


def _writes(topics: Topics, device: Enrolled) -> set[str]:
    own = {topics.presence(device.id), topics.health(device.id)}
    asked = {topics.do(device.id, verb) for verb in verbs_of(device.role)}
    return own | asked | {topics.under(template, device=device.id) for template in RIGHTS[device.role].write}


def _reads(topics: Topics, device: Enrolled) -> set[str]:
    own = {topics.presence(device.id), topics.config(device.id), topics.reply(device.id) + "/#"}
    return own | {topics.under(template, device=device.id) for template in RIGHTS[device.role].read}
