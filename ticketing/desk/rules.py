"""The rules and hours in force as the site's keeper reads them: pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from ticketing.desk.words import minutes_words, priority_words
from ticketing.engine.hours import Hours, Period
from ticketing.engine.hours_words import WEEKDAYS, clock_words, day_words
from ticketing.engine.site import AtEnd, Precedence, Rules, Service
from ticketing.hub.hours_of import field_hours, hours_of
from ticketing.hub.hours_settings import in_words
from ticketing.hub.settings import HubSettings, ServiceSettings
from ticketing.hub.site import site_of

DAYS_SHOWN = 90
FREE_SHOWN = 6


@dataclass(frozen=True)
class SeriesRow:
    """A field's numbers: which the dispenser gives, which are kept for when the hub is away, how many a day."""

    name: str
    numbers: str
    kept: str
    quota: str
    now: str


@dataclass(frozen=True)
class RulesCard:
    """All that the card draws; `now` says whether numbers are given and what comes next."""

    now: str
    week: list[tuple[str, str]]
    hours: list[str]
    free: list[tuple[str, str]]
    series: list[SeriesRow]
    rules: list[str]


def rules_card(settings: HubSettings, now: datetime) -> RulesCard:
    """Return the card of the `settings` in force."""
    site, said = site_of(settings), settings.hours
    hours = hours_of(said) if said is not None else None
    services = zip(settings.services, site.services.values(), strict=True)
    return RulesCard(
        now=now_words(hours, now),
        week=week_words(hours.week) if hours is not None else [],
        hours=list(_hours(hours)) if hours is not None else [],
        free=list(_free(hours, now.date())) if hours is not None else [],
        series=[_series(settings, one, service, now) for one, service in services],
        rules=list(_rules(site.rules, site.priorities)),
    )


def now_words(hours: Hours | None, now: datetime) -> str:
    """Return whether numbers are given at `now`, and until or from when."""
    if hours is None:
        return "Luôn nhận số, vì chưa đặt giờ làm việc."
    end = hours.next_end(now)
    return hours.refusal(now) or "" if end is None else f"Đang nhận số, đến {clock_words(end)}."


def week_words(week: tuple[tuple[Period, ...], ...]) -> list[tuple[str, str]]:
    """Return the days of the week with their periods, days alike in one row."""
    found: list[tuple[str, str]] = []
    for periods, run in groupby(range(7), key=lambda day: week[day]):
        days = list(run)
        first, last = WEEKDAYS[days[0]], WEEKDAYS[days[-1]]
        name = first if len(days) == 1 else f"{first} – {last}"
        found.append((name[:1].upper() + name[1:], ", ".join(in_words(one) for one in periods) or "nghỉ"))
    return found


def _hours(hours: Hours) -> Iterator[str]:
    if hours.early_min:
        yield f"Lấy số được từ {hours.early_min} phút trước giờ mở."
    if hours.through_lunch:
        yield "Lấy số được cả trong giờ nghỉ trưa."
    elif hours.before_lunch_min:
        yield f"Ngừng cấp số {hours.before_lunch_min} phút trước giờ nghỉ trưa."
    if hours.before_end_min:
        yield f"Ngừng cấp số {hours.before_end_min} phút trước giờ đóng cửa."


def _free(hours: Hours, today: date) -> Iterator[tuple[str, str]]:
    days = [today + timedelta(days=ahead) for ahead in range(DAYS_SHOWN)]
    runs = [(said, list(run)) for said, run in groupby(days, key=lambda day: _special(hours, day)) if said is not None]
    for said, run in runs[:FREE_SHOWN]:
        first, last = day_words(run[0], today), day_words(run[-1], today)
        words = first if len(run) == 1 else f"{first} – {last}"
        yield words[:1].upper() + words[1:], said


def _special(hours: Hours, day: date) -> str | None:
    if day in hours.extra:
        return f"làm việc {', '.join(in_words(one) for one in hours.periods(day))}"
    return hours.day_off(day)


def _series(settings: HubSettings, one: ServiceSettings, service: Service, now: datetime) -> SeriesRow:
    last = service.last if service.leased_from is None else service.leased_from - 1
    hours = hours_of(field_hours(settings.hours, one.hours)) if one.hours is not None else None
    closed = None if service.open else service.closed_reason or "Đang đóng."
    own = now_words(hours, now) if hours is not None else ""
    end = "hết số thì ngừng" if service.at_end is AtEnd.STOP else "hết số thì quay lại từ đầu"
    return SeriesRow(
        name=service.name,
        numbers=f"{service.number(service.first)} – {service.number(last)}, {end}",
        kept="–" if last == service.last else f"{service.number(last + 1)} – {service.number(service.last)}",
        quota="không giới hạn" if service.quota is None else f"{service.quota} lượt",
        now=closed or own,
    )


def _rules(rules: Rules, priorities: frozenset[str]) -> Iterator[str]:
    if priorities:
        classes = ", ".join(sorted(priority_words(one).lower() for one in priorities))
        yield f"Diện ưu tiên: {classes}."
        yield _precedence(rules)
    yield _missed(rules)
    yield (
        f"Số để chờ tự quay lại sau {minutes_words(rules.parked_return_s)}."
        if rules.parked_return_s
        else "Số để chờ chỉ quay lại khi được gọi."
    )
    yield f"Lịch hẹn được giữ đến {minutes_words(rules.appointment_late_s)} sau giờ hẹn."
    yield f"Hết giờ, người còn chờ được gọi tiếp trong {minutes_words(rules.overrun_s)}, hoặc đến khi mọi quầy đã đóng."
    yield f"Cán bộ lấy lại thao tác bấm nhầm trong {rules.undo_s} giây."
    yield "Cả đơn vị không giới hạn số lượt." if rules.quota is None else f"Cả đơn vị nhận {rules.quota} lượt mỗi ngày."
    if rules.lease_size:
        yield f"Mỗi máy lấy số giữ sẵn {rules.lease_size} số của mỗi lĩnh vực, dùng khi mất nối với hub."


def _precedence(rules: Rules) -> str:
    bound = f"không ai chờ quá {minutes_words(rules.normal_bound_s)} vì phải nhường"
    if rules.precedence is Precedence.STRICT:
        return f"Người thuộc diện ưu tiên luôn được gọi trước; {bound}."
    return f"Cứ {rules.priority_one_in} lượt gọi có 1 lượt ưu tiên; {bound}."


def _missed(rules: Rules) -> str:
    out = f"vắng {rules.missed_out_after} lần thì số hết hiệu lực"
    return f"Vắng mặt: số quay lại cuối hàng sau {minutes_words(rules.missed_return_s)}; {out}."
