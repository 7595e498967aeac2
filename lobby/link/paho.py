"""The Bus over paho-mqtt 2 (MQTT 5): TCP_NODELAY, guarded callbacks, paced reconnects."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage, error_string
from paho.mqtt.enums import MQTTErrorCode
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from lobby.contract.topics import matches
from lobby.link.bus import Handler, HoldingHandler, Incoming, Will
from lobby.link.client import CONNECT_WITHIN_S, Access, WiredClient, client_for, publish_properties
from lobby.link.manners import Manners
from lobby.link.packets import Arrived
from lobby.link.wire import Waker

__all__ = ["Access", "PahoBus"]

log = logging.getLogger(__name__)

KEEPALIVE_S = 15
AGAIN_SOON_S = 0.5
AGAIN_LATE_S = 8.0
HELD_S = 5.0
LOOK_EVERY_S = 1.0
# However fast messages come, none waits longer than this to be handed over together with others.
GATHER_S = 0.002


class PahoBus:
    """One connection to mosquitto at a time. Sessions are clean, since state is retained and requests are asked again.

    Each connection has a client of its own: paho keeps what was under way when a link broke and sends it after
    the reconnect with its whole expiry, so that a request given up long ago would still happen.
    """

    def __init__(self, access: Access, will: Will | None = None) -> None:
        self._access = access
        self._will = will
        self._handlers: list[tuple[str, Handler]] = []
        self._holding: list[tuple[str, HoldingHandler]] = []
        self._linked_handlers: list[Callable[[bool], None]] = []
        self._drained_handlers: list[Callable[[], None]] = []
        self._handed_over_since: float | None = None
        self._manners = Manners()
        self._linked = False
        self._client: WiredClient | None = None
        self._waker = Waker()
        self._over = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep_linked, name="link", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        if self._client is not None:
            self._client.disconnect()
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(CONNECT_WITHIN_S + 1)

    @property
    def linked(self) -> bool:
        return self._linked

    def publish(
        self,
        topic: str,
        payload: bytes,
        *,
        qos: int = 1,
        retained: bool = False,
        expires_s: int | None = None,
        correlation: bytes | None = None,
    ) -> bool:
        client = self._client
        if client is None or not self._linked:
            return False
        if threading.current_thread() is not self._thread:
            self._manners.give_way()
        elif not (qos or retained or expires_s or correlation) and client.publish_plainly(topic, payload):
            return True
        properties = publish_properties(expires_s, correlation)
        sent = client.publish(topic, payload, qos=qos, retain=retained, properties=properties)
        if sent.rc != MQTTErrorCode.MQTT_ERR_SUCCESS:
            log.warning("%s not sent: %s", topic, error_string(sent.rc))
            return False
        return True

    def subscribe(self, pattern: str, handler: Handler) -> None:
        self._handlers.append((pattern, handler))
        if self._linked and self._client is not None:
            _ask_for(self._client, pattern)

    def subscribe_holding(self, pattern: str, handler: HoldingHandler) -> None:
        self._holding.append((pattern, handler))

    def when_linked(self, handler: Callable[[bool], None]) -> None:
        self._linked_handlers.append(handler)

    def when_drained(self, handler: Callable[[], None]) -> None:
        self._drained_handlers.append(handler)

    def _keep_linked(self) -> None:
        wait_s = AGAIN_SOON_S
        while not self._ended.is_set():
            began = time.monotonic()
            self._link_once()
            held = time.monotonic() - began > HELD_S
            wait_s = AGAIN_SOON_S if held else min(wait_s * 2, AGAIN_LATE_S)
            self._ended.wait(wait_s)

    def _link_once(self) -> None:
        self._over.clear()
        if self._ended.is_set():
            return
        try:
            client = self._make_client()
            client.connect(self._access.host, self._access.port, keepalive=KEEPALIVE_S, clean_start=True)
        except OSError as fault:
            log.info("broker not reached: %s", fault)
            return
        except Exception:
            # The boundary to the library: whatever hinders a connection, the next is tried all the same.
            log.exception("broker not reached")
            return
        self._client = client
        try:
            self._converse(client)
        except OSError as fault:
            log.warning("link to the broker broke: %s", fault)
        except Exception:
            # The boundary to the library: its fault ends this connection, and must not end linking for good.
            log.exception("link to the broker failed")
        client.cut()
        # What came just before the link broke is not left for the next one, when nobody may want it any more.
        if self._handed_over_since is not None:
            self._tell_drained()
        self._client = None
        self._lose()

    def _converse(self, client: WiredClient) -> None:
        """Read and write until the link is over: paho's own loop does not tell when all that arrived was read."""
        while not self._over.is_set():
            if client.wait(self._waker, LOOK_EVERY_S):
                client.read_arrived(GATHER_S)
            since = self._handed_over_since
            if since is not None and (time.monotonic() - since > GATHER_S or not client.has_more):
                self._tell_drained()
            client.write_waiting()
            if client.loop_misc() != MQTTErrorCode.MQTT_ERR_SUCCESS:
                break
        # What stop() said last may not be out yet.
        client.write_waiting()

    def _lose(self) -> None:
        if self._linked:
            self._linked = False
            self._tell_linked(False)

    def _make_client(self) -> WiredClient:
        client = client_for(self._access, self._will, bool(self._holding))
        client.on_socket_open = self._on_socket_open
        # With this set, publish() leaves all writing to the thread that reads.
        client.on_socket_register_write = self._on_something_to_write
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        client.on_message = self._on_message
        client.on_plain_publish = partial(self._on_plain, client)
        return client

    def _on_socket_open(self, _client: Client, _data: Any, opened: Any) -> None:
        # Nagle with delayed ACK makes QoS 1 request/reply 88 ms instead of 1 ms.
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _on_something_to_write(self, _client: Client, _data: Any, _socket: Any) -> None:
        if threading.current_thread() is not self._thread:
            self._waker.wake()

    def _on_connect(
        self,
        client: Client,
        _data: Any,
        _flags: ConnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        if reason.is_failure:
            log.error("broker refused %s: %s", self._access.username, reason)
            return
        self._linked = True
        for pattern in dict.fromkeys(pattern for pattern, _ in (*self._handlers, *self._holding)):
            _ask_for(client, pattern)
        self._tell_linked(True)

    def _on_disconnect(
        self, client: Client, _data: Any, _flags: DisconnectFlags, reason: ReasonCode, _properties: Properties | None
    ) -> None:
        if self._linked and reason.is_failure:
            log.warning("link to the broker lost: %s", reason)
        self._lose()
        self._over.set()

    def _on_plain(self, client: Client, arrived: Arrived) -> bool:
        return not self._take(client, arrived.message, arrived.packet_id)

    def _on_message(self, client: Client, _data: Any, message: MQTTMessage) -> None:
        properties = message.properties
        response_topic = getattr(properties, "ResponseTopic", None)
        correlation = getattr(properties, "CorrelationData", None)
        incoming = Incoming(message.topic, bytes(message.payload), message.retain, response_topic, correlation)
        # Without a holding handler paho acknowledges by itself, and this says nothing.
        if not self._take(client, incoming, message.mid) and message.qos:
            client.ack(message.mid, message.qos)

    def _take(self, client: Client, incoming: Incoming, packet_id: int) -> bool:
        """Hand a message over; tells whether one holds it and acknowledges it later."""
        for pattern, handler in self._handlers:
            if matches(pattern, incoming.topic):
                self._guard(handler, incoming)
        if self._handed_over_since is None:
            self._handed_over_since = time.monotonic()
            if self._drained_handlers:
                self._manners.answering()
        return bool(self._holding) and self._hold(client, incoming, packet_id)

    def _hold(self, client: Client, incoming: Incoming, packet_id: int) -> bool:
        handler = next((handler for pattern, handler in self._holding if matches(pattern, incoming.topic)), None)
        if handler is None:
            return False
        # Of a link that is over nothing is acknowledged any more: a client whose socket is gone sends nothing.
        acknowledge = partial(client.ack, packet_id, 1) if packet_id else lambda: None
        return self._guard(handler, incoming, acknowledge)

    def _tell_linked(self, linked: bool) -> None:
        for handler in self._linked_handlers:
            self._guard(handler, linked)

    def _tell_drained(self) -> None:
        self._handed_over_since = None
        for handler in self._drained_handlers:
            self._guard(handler)
        self._manners.answered()

    def _guard(self, handler: Callable[..., None], *given: Any) -> bool:
        # An exception here would end the reading while is_connected() stays true.
        try:
            handler(*given)
        except Exception:
            log.exception("handler failed")
            return False
        return True


def _ask_for(client: Client, pattern: str) -> None:
    client.subscribe(pattern, options=SubscribeOptions(qos=1))
