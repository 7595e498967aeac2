"""The list of every message class and the data class of each verb's reply, for documents and tests."""

from __future__ import annotations

from lobby.contract.base import Message, Part
from lobby.contract.calls import Call, Shown, Speaking
from lobby.contract.devices import Beat, Fault, Health, Presence
from lobby.contract.dossiers import Counts, Dossier, DossiersChanged, Ready, Results, ResultsPage, Step
from lobby.contract.journal import Entry
from lobby.contract.notices import Notice, Notices
from lobby.contract.procedures import Procedures, ProceduresBytes
from lobby.contract.replies import (
    Ahead,
    Called,
    CounterData,
    Finished,
    Found,
    Issued,
    Leased,
    Missed,
    Nothing,
    Reply,
    TicketData,
    Tracked,
)
from lobby.contract.states import CounterState, DeviceConfig, Presented, QueueState, RatingOpen, Reprint
from lobby.contract.ticket import Ticket, Wait

PUBLISHED: tuple[type[Message], ...] = (
    Presence,
    Health,
    Beat,
    DeviceConfig,
    QueueState,
    CounterState,
    Call,
    Shown,
    Speaking,
    Results,
    ResultsPage,
    DossiersChanged,
    Notices,
    Procedures,
    Entry,
    Reply,
)

PARTS: tuple[type[Part], ...] = (
    Ticket,
    Wait,
    Presented,
    RatingOpen,
    Reprint,
    Fault,
    Dossier,
    Step,
    Counts,
    Ready,
    Notice,
)

REPLY_DATA: dict[str, type[Part]] = {
    "ticket/issue": Issued,
    "ticket/printed": Nothing,
    "ticket/cancel": TicketData,
    "ticket/track": Tracked,
    "ticket/ahead": Ahead,
    "ticket/return": Tracked,
    "ticket/prioritize": TicketData,
    "ticket/reprint": Nothing,
    "numbers/lease": Leased,
    "numbers/used": Tracked,
    "counter/open": CounterData,
    "counter/close": CounterData,
    "counter/pause": CounterData,
    "counter/resume": CounterData,
    "counter/next": Called,
    "counter/call": Called,
    "counter/recall": Called,
    "counter/serve": TicketData,
    "counter/finish": Finished,
    "counter/no-show": Missed,
    "counter/park": TicketData,
    "counter/transfer": TicketData,
    "counter/undo": CounterData,
    "counter/help": Nothing,
    "counter/hush": Nothing,
    "entry/late": Nothing,
    "rating/submit": Nothing,
    "dossier/find": Found,
    "procedures/part": ProceduresBytes,
    "bridge/taken": Nothing,
}
