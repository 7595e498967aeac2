"""A GSM modem that speaks AT commands, in PDU mode."""

from __future__ import annotations

import hashlib
import logging
import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from backend_bridge.sms import pdu
from backend_bridge.sms.at_line import AtLine, Refusal
from backend_bridge.sms.modem import Arrived, Modem, ModemFault, NotSent, Radio, Trouble
from backend_bridge.sms.pin import PinFile
from lobby.settings.load import SettingsError

log = logging.getLogger(__name__)

RESTARTS_WITHIN_S = 10.0
_LISTED = re.compile(r"\+CMGL:\s*(\d+),")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+")
_SIM_MISSING = frozenset({"10", "13", "15", "310", "313", "315", "SIM not inserted", "SIM failure"})
_REGISTERED = frozenset({"1", "5"})
_LOUDEST = 31


class AtModem(Modem):
    """`settle_s` is how long a modem that was told to restart is left alone, `sends_within_s` how long the network may
    take over a message."""

    def __init__(
        self,
        line: AtLine,
        pin: PinFile,
        settle_s: float,
        sends_within_s: float,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._line = line
        self._pin = pin
        self._settle_s = settle_s
        self._sends_within_s = sends_within_s
        self._wait = wait

    def open(self) -> None:
        self._line.open()
        self._line.escape()
        self._greet()
        self._unlock()
        self._line.command("+CMGF=0")
        with suppress(Refusal):  # a few modems know no other way than to keep what comes
            self._line.command("+CNMI=2,1,0,0,0")

    def close(self) -> None:
        self._line.close()

    def reset(self) -> None:
        """Tell it to begin anew (AT+CFUN=1,1); one that hears nothing is let go of, so that its line starts afresh."""
        try:
            self._line.command("+CFUN=1,1", RESTARTS_WITHIN_S)
        except (ModemFault, Refusal) as fault:
            log.warning("modem does not restart: %s", fault)
        self._line.hang_up()
        self._wait(self._settle_s)

    def radio(self) -> Radio:
        said = "".join(self._ask("+CREG?"))
        fields = said.partition(":")[2].split(",")
        registered = len(fields) > 1 and fields[1].strip() in _REGISTERED
        heard = re.search(r"\+CSQ:\s*(\d+)", "".join(self._ask("+CSQ")))
        level = int(heard.group(1)) if heard else 99
        return Radio(registered, None if level > _LOUDEST else round(level * 5 / _LOUDEST))

    def inbox(self) -> Sequence[Arrived]:
        lines = self._ask("+CMGL=4")
        places = [(index, found.group(1)) for index, line in enumerate(lines) if (found := _LISTED.match(line))]
        came = [_arrived(place, lines[index + 1]) for index, place in places if index + 1 < len(lines)]
        return sorted(came, key=lambda message: message.sent_at.timestamp() if message.sent_at else 0.0)

    def drop(self, place: str) -> None:
        self._ask(f"+CMGD={place}")

    def send(self, number: str, text: str, key: str) -> None:
        message, length = pdu.write_submit(number, text)
        try:
            self._line.prompted(f"+CMGS={length}", message, self._sends_within_s)
        except Refusal as fault:
            raise NotSent(str(fault)) from fault

    def _greet(self) -> None:
        try:
            self._line.command("")
            self._line.command("E0")
            self._line.command("+CMEE=1")
        except Refusal as fault:
            raise ModemFault(Trouble.SILENT, str(fault)) from fault

    def _unlock(self) -> None:
        try:
            said = "".join(self._line.command("+CPIN?", RESTARTS_WITHIN_S))
        except Refusal as fault:
            trouble = Trouble.NO_SIM if fault.code in _SIM_MISSING else Trouble.SILENT
            raise ModemFault(trouble, str(fault)) from fault
        if "READY" in said:
            return
        if "SIM PIN" not in said or "SIM PIN2" in said:
            raise ModemFault(Trouble.SIM_LOCKED)
        self._give_pin()

    def _give_pin(self) -> None:
        """A wrong one is given once only, over restarts too: the third locks the SIM."""
        try:
            pin = self._pin.read()
        except SettingsError as fault:
            raise ModemFault(Trouble.PIN_WANTED, "its file cannot be read") from fault
        if pin is None:
            raise ModemFault(Trouble.PIN_WRONG if self._pin.refused else Trouble.PIN_WANTED)
        self._pin.trying()
        try:
            self._line.command(f'+CPIN="{pin}"', RESTARTS_WITHIN_S)
        except Refusal as fault:
            raise ModemFault(Trouble.PIN_WRONG) from fault
        self._pin.accepted()

    def _ask(self, command: str) -> list[str]:
        try:
            return self._line.command(command)
        except Refusal as fault:
            raise ModemFault(_meant(fault), str(fault)) from fault


def _meant(fault: Refusal) -> Trouble:
    return Trouble.NO_SIM if fault.code in _SIM_MISSING else Trouble.SILENT


def _arrived(place: str, said: str) -> Arrived:
    if not _HEX.fullmatch(said):
        return Arrived(place, _key(said.encode()))
    octets = bytes.fromhex(said)
    try:
        message = pdu.read_deliver(octets)
    except pdu.NotReadable as fault:
        log.warning("a message cannot be read: %s", type(fault).__name__)
        return Arrived(place, _key(octets))
    return Arrived(place, _key(octets), message.number, message.text, message.sent_at, message.part)


def _key(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()
