"""What goes wrong with a backup, in words for the site's keeper."""

from __future__ import annotations


class UpkeepError(Exception):
    """The backup was not made, or nothing was restored; the text (Vietnamese) says why and what to do."""


class Interrupted(BaseException):
    """Somebody asked the program to end."""
