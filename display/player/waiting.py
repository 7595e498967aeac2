"""What the TV shows while the hub's page cannot be had: a calm sentence, and no browser's error page."""

from __future__ import annotations

import socket
from urllib.parse import quote, urlsplit

from lobby.look.tokens import tokens

TRY_S = 0.5
_SENTENCE = "Bảng gọi số đang khởi động, xin chờ trong giây lát"
_PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>{sentence}</title><style>
html, body {{ height: 100%; margin: 0 }}
body {{ display: flex; align-items: center; justify-content: center; background: {ground}; color: {ink};
font: 600 6vmin / 1.4 "{family}", "Noto Sans", sans-serif; text-align: center; cursor: none }}
</style><body><p>{sentence}</p></body></html>"""


def page() -> str:
    """Return the waiting page as an address of its own."""
    look = tokens()
    text = _PAGE.format(
        sentence=_SENTENCE,
        ground=look.colour["board"],
        ink=look.colour["board_ink"],
        family=look.type["family"],
    )
    return "data:text/html;charset=utf-8," + quote(text)


def answers(url: str) -> bool:
    """Tell whether somebody listens at the host and port of `url`.

    Takes at most half a second where its name is known.
    """
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        with socket.create_connection((parts.hostname or "", port), timeout=TRY_S):
            return True
    except OSError:
        return False
