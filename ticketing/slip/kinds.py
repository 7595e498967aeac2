"""Lays out a slip of whichever kind was asked for."""

from __future__ import annotations

from lobby.contract.slips import PrintDossier, PrintJob, PrintProcedure, PrintTicket
from ticketing.slip import dossier_layout, procedure_layout, ticket_layout
from ticketing.slip.marks import Sheet
from ticketing.slip.style import SlipStyle


def compose_job(job: PrintJob, style: SlipStyle) -> Sheet:
    """Return the marks of `job` on the paper of `style`."""
    match job:
        case PrintTicket():
            return ticket_layout.compose(job, style)
        case PrintDossier():
            return dossier_layout.compose(job, style)
        case PrintProcedure():
            return procedure_layout.compose(job, style)
