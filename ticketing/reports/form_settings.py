"""The table `[reports.form]` of the hub's settings: the office's own form, of which nothing wrong stops a report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PrivateAttr

from lobby.settings.lenient import lenient
from lobby.settings.load import Strict
from ticketing.reports.pdf.content.form import Form

TABLE = "reports.form"
_Line = Annotated[str, Field(min_length=1, max_length=200)]
_Short = Annotated[str, Field(min_length=1, max_length=60, coerce_numbers_to_str=True)]


class FormSettings(Strict):
    """What the letterhead says and who signs; what is left out comes from the office's name and place.

    `parent` is the body above the office, `place` stands before the date, `number` and `sign` make "Số: 12/BC-TTPVHCC".
    `logo` is a PNG or JPEG file. Newlines break lines of `parent`, `office` and `signer_title`.
    """

    parent: Annotated[str, Field(max_length=200)] | None = None
    office: _Line | None = None
    place: _Short | None = None
    number: _Short | None = None
    sign: _Short | None = None
    signer_title: _Line | None = None
    signer_name: Annotated[str, Field(max_length=100)] = ""
    recipients: Annotated[tuple[_Line, ...], Field(max_length=20)] | None = None
    logo: Path | None = None
    _wrong: tuple[str, ...] = PrivateAttr(default=())

    @property
    def wrong(self) -> tuple[str, ...]:
        """A sentence for each value of the file that was not taken."""
        return self._wrong

    def form(self, logo: bytes | None = None) -> Form:
        """Return the form as pages are drawn from it, with the picture that was read from `logo`."""
        return Form(**self.model_dump(exclude={"logo"}), logo=logo)


def _leniently(fields: Any) -> Any:
    if isinstance(fields, FormSettings):
        return fields
    right, wrong = lenient(FormSettings, fields, TABLE)
    right._wrong = tuple(wrong)
    return right


LenientForm = Annotated[FormSettings, BeforeValidator(_leniently)]
"""The table as the hub reads it: each wrong value is left at its default and named in `wrong`."""
