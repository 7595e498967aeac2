"""What the demo tells of its backend is how the backend is set up."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from backend_bridge.sandbox.procedures import load_procedures
from backend_bridge.sandbox.settings import SandboxSettings
from broker_config.secrets import write_private
from demo.manifest import Ports, write_manifest
from demo.places import Places
from demo.programs import LOBBY
from demo.settings import write_settings
from demo.site import ADMIN, OFFICERS
from kiosk.presenters.leads import leads_in
from kiosk.presenters.receipt_ways import service_of
from lobby.contract.dossiers import DOSSIER_EXAMPLE, Dossier
from lobby.settings.load import check
from ticketing.engine.pictures import receipt_settings
from ticketing.hub.settings import HubSettings
from ticketing.hub.site import site_of

PORTS = Ports(18830, 18831, 18080, 18090)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    places = Places(tmp_path)
    places.make()
    write_private(places.backend_token, "a token of some length\n")
    for officer in [*OFFICERS, ADMIN]:
        write_private(places.secret(officer.username), "first password\n")
    return places


def test_the_backend_takes_the_token_that_demo_json_tells_and_programs_of_this_machine(places: Places) -> None:
    write_settings(places, PORTS, LOBBY, fullscreen=True)
    write_manifest(places, PORTS, {}, lambda device: 1)
    told = json.loads(places.demo_json.read_text(encoding="utf-8"))
    table = tomllib.loads(places.settings_of("backend").read_text(encoding="utf-8"))
    backend = check(SandboxSettings, table, "backend.toml")
    assert told["backend_token"] == backend.token()
    assert told["backend"] == f"http://{backend.host}:{backend.port}"
    assert backend.open_to_loopback


def test_a_receipt_of_each_of_the_backends_procedures_leads_to_a_field_of_the_site(places: Places) -> None:
    write_settings(places, PORTS, LOBBY, fullscreen=True)
    table = tomllib.loads(places.settings_of("hub").read_text(encoding="utf-8"))
    settings = check(HubSettings, table, "hub.toml")
    leads = leads_in(receipt_settings(site_of(settings)))
    assert leads.collect_service == "tra-ket-qua"
    dossier = Dossier.model_validate(DOSSIER_EXAMPLE)
    led = {
        service_of(dossier.model_copy(update={"field": one.field, "procedure_code": one.code}), leads.fields)
        for one in load_procedures()
    }
    assert led == {"ho-tich", "dat-dai", "lao-dong", "kinh-doanh"}
