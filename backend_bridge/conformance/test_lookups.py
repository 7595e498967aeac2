"""A citizen asks how a dossier stands."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest

from backend_bridge.adapters.backend import Backend, Looked
from backend_bridge.conformance.office import CHECK, HOLDER, MASKED, UNKNOWN, code_of, dossier, held
from backend_bridge.conformance.stand import Stand
from lobby.contract.dossiers import STATUS_TEXTS

TOLD = ("code", "procedure_code", "procedure", "field", "agency", "status")
TIMES = ("received_at", "due_at", "done_at", "returned_at")


def found(backend: Backend, code: str, check: str | None = None) -> Looked:
    """Return what is found, which must be something."""
    looked = backend.find(code, check)
    assert looked is not None, f"{code} is not found"
    return looked


@pytest.mark.parametrize("status", STATUS_TEXTS)
def test_each_of_the_ten_states_is_told_as_the_office_holds_it(stand: Stand, backend: Backend, status: int) -> None:
    stand.put([held(each) for each in STATUS_TEXTS])
    told, holds = found(backend, code_of(status)).dossier, dossier(status)
    assert {name: getattr(told, name) for name in TOLD} == {name: getattr(holds, name) for name in TOLD}


@pytest.mark.parametrize("status", [1, 4, 10])
def test_times_are_moments_and_lacking_ones_are_none(stand: Stand, backend: Backend, status: int) -> None:
    stand.put([held(status)])
    looked, holds = found(backend, code_of(status)), dossier(status)
    assert {name: getattr(looked.dossier, name) for name in TIMES} == {name: getattr(holds, name) for name in TIMES}
    assert looked.as_of.utcoffset() is not None


@pytest.mark.parametrize("code", [UNKNOWN, "x' OR '1'='1", "../../etc/passwd", "%", "mã có dấu", "H15.12-261102-000_"])
def test_a_code_that_nobody_has_is_not_found(stand: Stand, backend: Backend, code: str) -> None:
    stand.put([held()])
    assert backend.find(code, None) is None


def test_nothing_is_found_where_the_office_holds_nothing(stand: Stand, backend: Backend) -> None:
    stand.put([])
    assert backend.find(code_of(4), CHECK) is None


@pytest.mark.parametrize("check", [None, "WRNG", "K7V", "K7V8K7V8"])
def test_without_the_right_check_code_no_details_are_told(stand: Stand, backend: Backend, check: str | None) -> None:
    stand.put([held()])
    told = found(backend, code_of(4), check).dossier
    assert (told.holder_masked, told.steps) == (None, None)
    assert told.status == 4


def test_the_right_check_code_opens_the_details_and_names_stay_masked(stand: Stand, backend: Backend) -> None:
    stand.put([held()])
    told = found(backend, code_of(4), CHECK).dossier
    assert told.steps is not None
    assert told.holder_masked == MASKED
    assert not any(word in told.model_dump_json() for word in HOLDER.split())


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_vietnamese_letters_come_through(stand: Stand, backend: Backend, form: str) -> None:
    name = "Đăng ký lại kết hôn có yếu tố nước ngoài – «Ưỡn, Quỳnh», 'x'; \"y\", 100%"
    stand.put([held(procedure=unicodedata.normalize(form, name))])  # type: ignore[arg-type]
    assert unicodedata.normalize("NFC", found(backend, code_of(4)).dossier.procedure) == name


def test_one_code_twice_is_one_dossier(stand: Stand, backend: Backend) -> None:
    stand.put([held(), held(procedure="Đăng ký kết hôn"), held(5)])
    assert found(backend, code_of(4)).dossier.procedure == "Đăng ký kết hôn"
    assert found(backend, code_of(5)).dossier.status == 5


def test_what_changed_is_told_at_the_next_question(stand: Stand, backend: Backend) -> None:
    stand.put([held(4)])
    found(backend, code_of(4))
    stand.put([held(9)])
    assert found(backend, code_of(9)).dossier.status == 9
    assert backend.find(code_of(4), None) is None


def test_several_ask_at_once(stand: Stand, backend: Backend) -> None:
    stand.put([held(status) for status in STATUS_TEXTS])
    with ThreadPoolExecutor(5) as threads:
        told = list(threads.map(lambda n: found(backend, code_of(n % 10 + 1)).dossier.status, range(40)))
    assert told == [n % 10 + 1 for n in range(40)]
