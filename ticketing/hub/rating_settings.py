"""The table `[rating]` of the hub's settings, of which nothing that is wrong blanks a pad."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, PrivateAttr, field_validator

from lobby.contract.rating import Levels, RatingForm, Reason
from lobby.settings.lenient import lenient
from lobby.settings.load import Strict
from ticketing.engine.rating_rules import RatingRules, Shown

HOUR_S = 3600


class ReasonEntry(Reason):
    """A reason written into the settings file, where an unknown key is refused."""

    model_config = ConfigDict(extra="forbid")


REASONS = (
    ReasonEntry(id="cho-lau", vi="Phải chờ lâu", en="The wait was long"),
    ReasonEntry(id="thai-do", vi="Thái độ phục vụ chưa tốt", en="The officer was unfriendly"),
    ReasonEntry(id="huong-dan", vi="Hướng dẫn chưa rõ ràng", en="The guidance was unclear"),
    ReasonEntry(id="di-lai", vi="Phải đi lại nhiều lần", en="I had to come back several times"),
    ReasonEntry(id="them-giay-to", vi="Bị yêu cầu thêm giấy tờ", en="I was asked for extra papers"),
    ReasonEntry(id="tre-hen", vi="Trả kết quả trễ hẹn", en="The result came late"),
)


class RatingSettings(Strict):
    """What pads and phones ask: `levels` faces, `reasons` of the unhappy, the nine `indices`, a `comment` of one's own.

    With `phone` the QR of a ticket opens its rating for `phone_hours` after the service. Pads show `officers`. Ratings
    within `too_soon_ms` milliseconds of the faces, and the third in a row of services shorter than `pace_s` seconds,
    are marked.
    """

    levels: Levels = 5
    reasons: Annotated[tuple[ReasonEntry, ...], Field(max_length=8)] = REASONS
    indices: bool = True
    comment: bool = False
    phone: bool = True
    phone_hours: int = Field(default=24, ge=1, le=168)
    too_soon_ms: int = Field(default=1200, ge=0, le=10_000)
    pace_s: int = Field(default=30, ge=0, le=600)
    officers: Shown = Shown.NOTHING
    _wrong: tuple[str, ...] = PrivateAttr(default=())

    @property
    def wrong(self) -> tuple[str, ...]:
        """A sentence for each value of the file that was not taken."""
        return self._wrong

    @field_validator("reasons")
    @classmethod
    def _each_once(cls, reasons: tuple[ReasonEntry, ...]) -> tuple[ReasonEntry, ...]:
        ids = [one.id for one in reasons]
        twice = next((one for one in ids if ids.count(one) > 1), None)
        if twice is not None:
            raise ValueError(f"lý do «{twice}» có hai lần; mỗi mã chỉ được dùng một lần")
        return reasons

    def rules(self) -> RatingRules:
        """Return what the engine needs of them."""
        reasons = tuple(Reason(id=one.id, vi=one.vi, en=one.en) for one in self.reasons)
        return RatingRules(
            form=RatingForm(levels=self.levels, reasons=reasons, indices=self.indices, comment=self.comment),
            phone_s=self.phone_hours * HOUR_S if self.phone else 0,
            too_soon_ms=self.too_soon_ms,
            pace_s=self.pace_s,
            shown=self.officers,
        )


def _leniently(fields: Any) -> Any:
    if isinstance(fields, RatingSettings):
        return fields
    right, wrong = lenient(RatingSettings, fields, "rating")
    right._wrong = tuple(wrong)
    return right


LenientRating = Annotated[RatingSettings, BeforeValidator(_leniently)]
"""The table as the hub reads it: each wrong value is left at its default and named in `wrong`."""
