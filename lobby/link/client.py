"""paho's client as the link uses it: on a Wire, driven turn by turn by the thread that owns it."""

from __future__ import annotations

import select
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from paho.mqtt.client import Client, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from lobby.link.bus import Will
from lobby.link.packets import Arrived, puback_of, publish_of
from lobby.link.wire import Waker, Wire

QUEUED_AT_MOST = 20000
INFLIGHT_AT_MOST = 100
CONNECT_WITHIN_S = 5.0


@dataclass(frozen=True)
class Access:
    """Where the broker is and who this client is there."""

    host: str
    port: int
    username: str
    password: str
    ca: Path | None = None


class WiredClient(Client):
    """Reads and writes through a Wire.

    paho does not promise `_create_socket`, the door by which the Wire comes in: `wire` then is None and linking fails,
    which the tests of the real link would tell with the first version that changes it. A plain message is taken past
    paho, to `on_plain_publish`: reading its properties, of which there are none, costs more than deciding about it.
    That returns whether the message may be acknowledged at once; one that is held is acknowledged by `ack`.
    """

    on_plain_publish: Callable[[Arrived], bool]

    @property
    def wire(self) -> Wire | None:
        """What it talks through, None where its link is over."""
        link = self.socket()
        return link if isinstance(link, Wire) else None

    @property
    def has_more(self) -> bool:
        """Whether something that has arrived was not read yet."""
        wire = self.wire
        return wire is not None and (wire.pending() > 0 or bool(select.select([wire], [], [], 0)[0]))

    def wait(self, waker: Waker, at_most_s: float) -> bool:
        """Wait until there is something to read, or to write and room for it; tells whether something can be read."""
        wire = self.wire
        if wire is None or wire.pending():
            return True
        waiting: list[Wire | Waker] = [wire, waker]
        writing = [wire] if wire.unsent or self.want_write() else []
        readable = select.select(waiting, writing, [], at_most_s)[0]
        if waker in readable:
            waker.clear()
        return wire in readable

    def read_arrived(self, at_most_s: float) -> None:
        """Read what has arrived, for about `at_most_s`; raises OSError where the link is broken."""
        until = time.monotonic() + at_most_s
        while self._read_next() and time.monotonic() < until:
            pass

    def publish_plainly(self, topic: str, payload: bytes) -> bool:
        """Send a message at QoS 0, from the thread that owns this client; tells whether it was taken."""
        wire = self.wire
        if wire is None:
            return False
        try:
            wire.send(publish_of(topic, payload))
        except OSError:
            return False
        return True

    def _read_next(self) -> bool:
        """Read a packet, or what there is of one; tells whether another is there already."""
        wire = self.wire
        arrived = wire.take_publish() if wire is not None else None
        if wire is None or arrived is None:
            return self._read_by_paho()
        if self.on_plain_publish(arrived) and arrived.packet_id:
            wire.add(puback_of(arrived.packet_id))
        return wire.pending() > 0

    def _read_by_paho(self) -> bool:
        if self.loop_read() != MQTTErrorCode.MQTT_ERR_SUCCESS:
            return False
        # So that what paho acknowledges goes out in the order in which it came (MQTT 5, §4.6), unless the broker has
        # stopped reading: then plain messages are acknowledged first, which no broker minds, as it goes by their ids.
        self.loop_write()
        return self.wire is not None and self.wire.pending() > 0

    def write_waiting(self) -> None:
        """Send what waits to be sent; raises OSError where the link is broken."""
        self.loop_write()
        wire = self.wire
        if wire is not None:
            wire.flush()

    def cut(self) -> None:
        """End the link without a farewell."""
        wire = self.wire
        if wire is not None:
            wire.close()

    def _create_socket(self) -> Wire:
        return Wire(super()._create_socket())  # type: ignore[arg-type]


def client_for(access: Access, will: Will | None, holding: bool = False) -> WiredClient:
    """Return a client that is not connected yet; raises OSError, ssl.SSLError where `access.ca` cannot be read.

    A `holding` one acknowledges nothing that paho reads: whoever takes it does.
    """
    client = WiredClient(CallbackAPIVersion.VERSION2, client_id="", protocol=MQTTv5, reconnect_on_failure=False)
    client.manual_ack_set(holding)
    client.connect_timeout = CONNECT_WITHIN_S
    client.username_pw_set(access.username, access.password)
    if access.ca is not None:
        client.tls_set(str(access.ca))
    if will is not None:
        client.will_set(will.topic, will.payload, qos=1, retain=True)
    client.max_queued_messages_set(QUEUED_AT_MOST)
    client.max_inflight_messages_set(INFLIGHT_AT_MOST)
    return client


def publish_properties(expires_s: int | None, correlation: bytes | None) -> Properties | None:
    """Return the properties of a PUBLISH, None where it needs none; `expires_s` in whole seconds."""
    if expires_s is None and correlation is None:
        return None
    properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]
    if expires_s is not None:
        properties.MessageExpiryInterval = expires_s
    if correlation is not None:
        properties.CorrelationData = correlation
    return properties
