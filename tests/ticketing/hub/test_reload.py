"""The keeper changes the settings file while people wait: what is right holds at once, what is wrong harms nothing."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.requests import TicketIssue
from lobby.contract.topics import Topics
from lobby.settings.load import load
from ticketing.hub.door import DESK_DEVICE
from ticketing.hub.reload import RulesWatch, changes
from ticketing.hub.settings import HubSettings

if TYPE_CHECKING:
    from tests.ticketing.hub.conftest import Site

Fields = Callable[[Path], dict[str, Any]]


class Office:
    """A running hub, its settings file, and the keeper who edits it."""

    def __init__(self, site: Site, folder: Path, fields: dict[str, Any]) -> None:
        self.site = site
        self.fields = fields
        self.path = folder / "hub.toml"
        self._edits = 0
        self.save()
        settings = load(HubSettings, self.path)
        self.watch = RulesWatch(self.path, settings, site.hub.change, site.link.faults, site.clock)
        self.watch.start()
        self.pass_seconds(3)

    def save(self, text: str | None = None) -> None:
        self.path.write_text(_toml(self.fields) if text is None else text, encoding="utf-8")
        # The file's clock may be coarser than a test is quick.
        self._edits += 1
        os.utime(self.path, ns=(self._edits * 10**9, self._edits * 10**9))

    def pass_seconds(self, seconds: int = 3) -> None:
        for _ in range(seconds * 10):
            self.site.clock.forward(0.1)
            self.watch.step()
        self.site.hub.flush()

    def edit(self, **changed: Any) -> None:
        """Save changed tables, and wait until the hub has looked."""
        self.fields |= changed
        self.save()
        self.pass_seconds()

    def faults(self) -> dict[str, str]:
        return {fault.code: f"{fault.detail} {fault.remedy}" for fault in self.site.link.faults.standing()}

    def journalled(self) -> list[list[str]]:
        self.site.bridge_is("online")
        self.site.hub.flush()
        sent = [json.loads(one) for one in self.site.broker.payloads(Topics("demo").journal())]
        entries = {entry["seq"]: entry for entry in sent}
        return [entry["data"]["changed"] for entry in entries.values() if entry["kind"] == "rules.changed"]


def _toml(fields: dict[str, Any]) -> str:
    # JSON's strings, numbers, lists and inline tables written as TOML's.
    return "\n".join(f"{key} = {_value(value)}" for key, value in fields.items())


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)


@pytest.fixture
def office(site: Site, tmp_path: Path, hub_fields: Fields) -> Iterator[Office]:
    return Office(site, tmp_path, hub_fields(tmp_path))


def test_nothing_happens_while_nothing_changed(office: Office) -> None:
    office.save()
    office.pass_seconds()
    assert office.faults() == {} and office.journalled() == []


def test_a_changed_rule_holds_for_the_next_request_and_is_journalled_by_name(office: Office) -> None:
    office.site.granted("dispenser-1", "ticket/issue", service="ho-tich")
    office.edit(rules={"quota": 1})
    assert office.site.refused("dispenser-1", "ticket/issue", service="ho-tich") == "quota_full"
    assert office.journalled() == [["rules.quota"]]


def test_a_new_field_counter_and_device_work_at_once(office: Office) -> None:
    site, fields, topics = office.site, office.fields, Topics("demo")
    services = [*fields["services"], {"id": "lao-dong", "name": "Lao động – Xã hội", "prefix": "C"}]
    counters = [*fields["counters"], {"id": "quay-3", "name": "Quầy số 3", "number": 3, "services": ["lao-dong"]}]
    devices = [*fields["devices"], {"id": "keypad-3", "role": "keypad", "counter": "quay-3"}]
    office.edit(services=services, counters=counters, devices=devices, notices={"ticker": ["Có thêm quầy số 3."]})
    assert site.kept(topics.queue("lao-dong"))["open"]
    assert site.kept(topics.notices())["ticker"] == ["Có thêm quầy số 3."]
    assert site.granted("dispenser-1", "ticket/issue", service="lao-dong")["ticket"]["number"] == "C001"
    site.granted("keypad-3", "counter/open", counter="quay-3")
    assert site.granted("keypad-3", "counter/next", counter="quay-3")["ticket"]["number"] == "C001"
    assert "keypad-3" in [device.device for device in site.door.devices()]
    assert office.journalled() == [["services.lao-dong", "counters.quay-3", "devices.keypad-3", "notices.ticker"]]


def test_a_wrong_file_is_a_fault_that_names_its_key_and_the_old_rules_stay(office: Office) -> None:
    office.edit(rules={"quota": 1})
    office.edit(rules={"quota": 1, "priorty_one_in": 3})
    said = office.faults()["settings_wrong"]
    assert "«rules.priorty_one_in»: không có mục này; có phải «priority_one_in»?" in said
    assert "quy tắc cũ giữ nguyên" in said and "Sửa hub.toml" in said
    office.site.granted("dispenser-1", "ticket/issue", service="ho-tich")
    assert office.site.refused("dispenser-1", "ticket/issue", service="ho-tich") == "quota_full"
    office.edit(rules={"quota": 2})
    assert office.faults() == {}
    office.site.granted("dispenser-1", "ticket/issue", service="ho-tich")


@pytest.mark.parametrize("text", ["", "site = ", "\x00\x01", "[services]\nx = 1", "Đ" * 200_000])
def test_no_file_whatever_stands_in_it_stops_the_hub(office: Office, text: str) -> None:
    office.save(text)
    office.pass_seconds()
    assert "settings_wrong" in office.faults()
    office.site.granted("dispenser-1", "ticket/issue", service="ho-tich")


def test_a_file_that_is_gone_is_told_and_taken_when_it_is_back(office: Office) -> None:
    office.path.unlink()
    office.pass_seconds()
    assert "Không thấy tệp cấu hình" in office.faults()["settings_wrong"]
    office.edit(rules={"quota": 1})
    assert office.faults() == {} and office.journalled() == [["rules.quota"]]


def test_a_file_that_is_still_being_written_is_not_read(office: Office) -> None:
    for number in range(1, 30):
        office.save(f"site = 'demo'\n# {'x' * number}")
        office.site.clock.forward(1.0)
        office.watch.step()
    assert office.faults() == {}
    office.pass_seconds()
    assert "settings_wrong" in office.faults()


def test_a_reload_that_is_asked_for_is_done_at_once(office: Office) -> None:
    office.fields["rules"] = {"quota": 1}
    office.save()
    office.watch.wake()
    office.watch.step()
    office.site.granted("dispenser-1", "ticket/issue", service="ho-tich")
    assert office.site.refused("dispenser-1", "ticket/issue", service="ho-tich") == "quota_full"


def test_what_needs_a_restart_says_so_and_the_rest_holds(office: Office) -> None:
    office.edit(web={"port": 8181}, rules={"quota": 1})
    assert "«web»" in office.faults()["settings_restart"]
    assert "Khởi động lại hub để áp dụng" in office.faults()["settings_restart"]
    office.site.granted("dispenser-1", "ticket/issue", service="ho-tich")
    assert office.site.refused("dispenser-1", "ticket/issue", service="ho-tich") == "quota_full"
    office.edit(web={"port": 0})
    assert office.faults() == {}


def test_a_journal_that_cannot_be_written_puts_the_change_off(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    door, change = office.site.door, office.site.hub.change

    def full(*_: Any) -> None:
        raise Refused(ErrorCode.INTERNAL, detail="disk full")

    office.watch._change = full
    office.edit(rules={"quota": 1})
    assert door.handle(DESK_DEVICE, TicketIssue(id=str(uuid.uuid4()), service="ho-tich")).ok
    office.watch._change = change
    office.pass_seconds()
    assert not door.handle(DESK_DEVICE, TicketIssue(id=str(uuid.uuid4()), service="ho-tich")).ok
    assert office.journalled() == [["rules.quota"]]


def test_the_ticket_in_hand_of_a_counter_that_is_gone_is_called_first_by_another(office: Office) -> None:
    site, topics = office.site, Topics("demo")
    first, second = (site.granted("dispenser-1", "ticket/issue", service="ho-tich")["ticket"] for _ in range(2))
    site.granted("keypad-1", "counter/open", counter="quay-1")
    assert site.granted("keypad-1", "counter/next", counter="quay-1")["ticket"]["number"] == first["number"]
    fields = office.fields
    devices = [one for one in fields["devices"] if one.get("counter") != "quay-1"]
    office.edit(counters=[{**fields["counters"][1], "services": ["ho-tich", "dat-dai"]}], devices=devices)
    assert topics.counter("quay-1") not in site.broker.retained
    assert topics.config("pad-1") not in site.broker.retained
    last = json.loads(next(one for one in reversed(site.broker.payloads(topics.counter("quay-1"))) if one))
    assert last["state"] == "closed" and "ticket" not in last
    site.granted("keypad-2", "counter/open", counter="quay-2")
    assert site.granted("keypad-2", "counter/next", counter="quay-2")["ticket"]["number"] == first["number"]
    assert site.granted("keypad-2", "counter/next", counter="quay-2")["ticket"]["number"] == second["number"]
    assert site.refused("keypad-1", "counter/open", counter="quay-1") == "forbidden"


def test_screens_that_read_receipts_learn_at_once_which_field_takes_which(office: Office) -> None:
    site, topics = office.site, Topics("demo")
    assert "settings" not in site.kept(topics.config("dispenser-1"))
    takes, collects = office.fields["services"]
    office.edit(services=[{**takes, "backend_fields": ["Hộ tịch", "Chứng thực"]}, {**collects, "collects": True}])
    for device in ("dispenser-1", "kiosk-1"):
        assert site.kept(topics.config(device))["settings"] == {
            "collect_service": "dat-dai",
            "fields": {"Hộ tịch": "ho-tich", "Chứng thực": "ho-tich"},
        }
    assert "settings" not in site.kept(topics.config("pad-1"))
    office.edit(services=[takes, collects])
    assert "settings" not in site.kept(topics.config("dispenser-1"))


def test_the_number_that_uses_up_the_sites_quota_closes_every_field_until_one_is_given_back(office: Office) -> None:
    site, topics = office.site, Topics("demo")
    office.edit(rules={"quota": 1})
    assert site.kept(topics.queue("dat-dai"))["open"]
    track = site.granted("dispenser-1", "ticket/issue", service="ho-tich")["track"]
    for field in ("ho-tich", "dat-dai"):
        told = site.kept(topics.queue(field))
        assert not told["open"] and told["closed_reason"].startswith("Hôm nay đã nhận đủ 1 lượt."), field
    site.granted("dispenser-1", "ticket/cancel", track=track)
    assert all(site.kept(topics.queue(field))["open"] for field in ("ho-tich", "dat-dai"))


def test_whoever_waits_for_a_field_that_is_gone_is_still_called(office: Office) -> None:
    site, topics = office.site, Topics("demo")
    number = site.granted("dispenser-1", "ticket/issue", service="ho-tich")["ticket"]["number"]
    fields = office.fields
    office.edit(
        services=fields["services"][1:],
        counters=[{**fields["counters"][0], "services": ["dat-dai"]}, fields["counters"][1]],
    )
    assert site.refused("dispenser-1", "ticket/issue", service="ho-tich") == "unknown_service"
    last = json.loads(next(one for one in reversed(site.broker.payloads(topics.queue("ho-tich"))) if one))
    assert not last["open"] and last["closed_reason"] == "Lĩnh vực này không còn nhận số tại đây."
    assert topics.queue("ho-tich") not in site.broker.retained
    site.granted("keypad-2", "counter/open", counter="quay-2")
    assert site.granted("keypad-2", "counter/next", counter="quay-2")["ticket"]["number"] == number


def test_a_counter_that_left_while_the_hub_stood_still_loses_nobody(office: Office) -> None:
    site = office.site
    number = site.granted("dispenser-1", "ticket/issue", service="ho-tich")["ticket"]["number"]
    site.granted("keypad-1", "counter/open", counter="quay-1")
    site.granted("keypad-1", "counter/next", counter="quay-1")
    site.stop()
    fields = office.fields
    devices = [one for one in fields["devices"] if one.get("counter") != "quay-1"]
    site.changes = {"counters": [{**fields["counters"][1], "services": ["ho-tich"]}], "devices": devices}
    site.start()
    site.granted("keypad-2", "counter/open", counter="quay-2")
    assert site.granted("keypad-2", "counter/next", counter="quay-2")["ticket"]["number"] == number


def test_a_change_is_kept_over_a_restart(office: Office) -> None:
    office.edit(rules={"quota": 5})
    before = office.site.entries()
    office.site.stop()
    office.site.start()
    assert office.journalled() == [["rules.quota"]]
    assert office.site.entries()[: len(before)] == before


def test_fields_open_and_close_on_the_boards_at_their_minute(office: Office) -> None:
    site, queue = office.site, Topics("demo").queue("ho-tich")
    day = ["07:30-11:30", "13:30-17:00"]
    margins = {"early_min": 0, "before_lunch_min": 0, "before_end_min": 0}
    office.edit(hours={"week": {"monday": day, "wednesday": day}, **margins})
    assert site.kept(queue)["open"]

    def told_at(text: str) -> dict[str, Any]:
        moment = datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=OFFICE_ZONE)
        site.clock.forward((moment - site.clock.now()).total_seconds() - 1)
        before = site.kept(queue)
        site.clock.forward(1)
        site.hub.step()
        site.hub.flush()
        assert site.kept(queue)["rev"] >= before["rev"]
        return site.kept(queue)

    closed = told_at("23 11:30")
    assert (closed["open"], closed["closed_reason"]) == (False, "Nghỉ trưa, mở lại lúc 13:30.")
    assert site.refused("dispenser-1", "ticket/issue", service="ho-tich") == "service_closed"
    assert told_at("23 13:30")["open"]
    assert "Nghỉ lễ Văn hóa Việt Nam. Mở lại lúc 07:30 thứ Tư, 25/11." in told_at("23 17:00")["closed_reason"]
    assert told_at("25 07:30")["open"]


def test_what_changed_is_named_and_never_told(hub_fields: Fields, tmp_path: Path) -> None:
    fields = hub_fields(tmp_path)
    old = HubSettings.model_validate(fields)
    fields["office"]["hotline"] = "0212 385 5555"
    fields["services"][0]["typical_s"] = 120
    fields["services"].reverse()
    fields["counters"][1]["profile"] = "ordered"
    fields["devices"] = fields["devices"][1:]
    fields["hours"] = {"week": {"monday": ["07:30-11:30"]}}
    assert list(changes(old, HubSettings.model_validate(fields))) == [
        "office.hotline",
        "services.ho-tich.typical_s",
        "services",
        "counters.quay-2.profile",
        "devices.dispenser-1",
        "hours",
    ]
    assert list(changes(old, old)) == []


def test_a_wrong_value_of_ratings_is_named_and_blanks_no_pad(office: Office) -> None:
    office.edit(rating={"levels": 6, "indices": False, "oficers": "name", "reasons": [{"id": "Lâu", "vi": "Lâu"}]})
    told = office.faults()["rating_settings"]
    assert "rating.levels" in told and "3, 4, 5" in told and "officers" in told and "rating.reasons" in told
    assert "settings_wrong" not in office.faults()
    form = json.loads(office.site.broker.retained[Topics("demo").config("pad-1")])["form"]
    assert (form["levels"], form["indices"], len(form["reasons"])) == (5, False, 6)
    office.edit(rating={"levels": 4})
    assert "rating_settings" not in office.faults()
    assert json.loads(office.site.broker.retained[Topics("demo").config("pad-1")])["form"]["levels"] == 4
    assert ["rating.levels", "rating.indices"] in office.journalled()


def test_a_wrong_value_of_the_reports_form_is_named_and_the_others_hold_at_once(office: Office) -> None:
    office.edit(reports={"form": {"signer_title": "Giám đốc", "noi_nhan": ["ai đó"]}})
    told = office.faults()["report_form"]
    assert "reports.form.noi_nhan" in told and "trang in báo cáo" in told
    assert not {"settings_wrong", "settings_restart"} & set(office.faults())
    office.edit(reports={"form": {"signer_title": "Chủ tịch"}})
    assert "report_form" not in office.faults()
    assert ["reports.form"] in office.journalled()
