"""Draws the foot of an administrative paper: who gets it at the left, who signs it at the right."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer, Table

from ticketing.reports.pdf import styles
from ticketing.reports.pdf.content.blocks import Signing
from ticketing.reports.pdf.flow import said

RECIPIENTS = "Nơi nhận:"
_LEFT = 78 * mm
_ROOM = 26 * mm


def signing(last: Sequence[Flowable], by: Signing) -> list[Flowable]:
    """Return the foot on the page of the `last` lines of the text; it never breaks over pages."""
    left: list[Flowable] = [
        said(RECIPIENTS, styles.COPIES_HEAD),
        *(said(f"- {one}", styles.COPIES) for one in by.recipients),
    ]
    right: list[Flowable] = [said(by.title.upper(), styles.CENTRED_BOLD), Spacer(1, _ROOM)]
    if by.name:
        right.append(said(by.name, styles.CENTRED_BOLD))
    table = Table([[left, right]], colWidths=[_LEFT, styles.WIDTH - _LEFT])
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, -1), 0)])
    lines = [one for one in last if not isinstance(one, CondPageBreak)]
    return [KeepTogether([*lines, Spacer(1, 10), table])]
