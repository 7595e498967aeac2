"""The national portal's JSON as it comes: which fields there are, which may be missing, of which kinds."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _list(value: Any) -> Any:
    return [item for item in value if item is not None] if isinstance(value, list) else value or []


Texts = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
Quantity = Annotated[int, Field(ge=0, le=10_000), BeforeValidator(lambda value: value or 0)]


class Raw(BaseModel):
    """A part of a record; fields that the kiosk does not know are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class RawNamed(Raw):
    """`{name, code}`."""

    name: Texts = ""
    code: Texts = ""


class RawDocument(Raw):
    """A paper's `detail`, which a few papers have instead of a name."""

    name: Texts = ""


class RawPaper(Raw):
    """A `profileComponents` entry."""

    name: Texts = ""
    originalQty: Quantity = 0  # noqa: N815
    copyQty: Quantity = 0  # noqa: N815
    hasElectronicForm: bool = False  # noqa: N815
    detail: RawDocument = RawDocument()


class RawPaperCase(Raw):
    """An `executionCases` entry."""

    name: Texts = ""
    profileComponents: Annotated[list[RawPaper], BeforeValidator(_list)] = []  # noqa: N815


class RawDays(Raw):
    """A `processingDay`; `type` is often OTHER."""

    qty: float | None = None
    type: Texts = ""


class RawTerm(Raw):
    """A `cases` entry."""

    name: Texts = ""
    processingDay: RawDays = RawDays()  # noqa: N815


class RawFee(Raw):
    """A `fees` entry; exemptions stand in `description` only."""

    type: Texts = ""
    value: int | None = None
    currencyName: Texts = ""  # noqa: N815
    description: Texts = ""


class RawMethod(Raw):
    """An `executionMethods` entry; `processingTime` is a number, a dash, or a whole paragraph."""

    submissionMethod: Texts = ""  # noqa: N815
    processingTime: float | str | None = None  # noqa: N815
    processingTimeUnit: Texts = ""  # noqa: N815
    description: Texts = ""
    fees: Annotated[list[RawFee], BeforeValidator(_list)] = []


class RawStep(Raw):
    """An `executionSteps` entry."""

    name: Texts = ""
    description: Texts = ""


class RawRecord(Raw):
    """One record."""

    code: str = Field(min_length=1, max_length=64)
    name: str = Field(min_length=1, max_length=4000)
    updatedAt: int = Field(ge=0, le=253_402_300_799_999)  # noqa: N815
    isWard: bool = False  # noqa: N815
    isProvince: bool = False  # noqa: N815
    isMinistry: bool = False  # noqa: N815
    isVertical: bool = False  # noqa: N815
    executionSteps: Annotated[list[RawStep], BeforeValidator(_list)] = []  # noqa: N815
    executionMethods: Annotated[list[RawMethod], BeforeValidator(_list)] = []  # noqa: N815
    executionCases: Annotated[list[RawPaperCase], BeforeValidator(_list)] = []  # noqa: N815
    cases: Annotated[list[RawTerm], BeforeValidator(_list)] = []
    categoriesDetails: Annotated[list[RawNamed], BeforeValidator(_list)] = []  # noqa: N815
    departmentsExecuting: Annotated[list[RawNamed], BeforeValidator(_list)] = []  # noqa: N815
    unitGroupsExecuting: Annotated[list[RawNamed], BeforeValidator(_list)] = []  # noqa: N815
    departmentPromulgateCode: Texts = ""  # noqa: N815
    departmentPromulgateName: Texts = ""  # noqa: N815
    legalBasisesDetails: Annotated[list[RawNamed], BeforeValidator(_list)] = []  # noqa: N815
    resultsDetails: Annotated[list[RawNamed], BeforeValidator(_list)] = []  # noqa: N815
    subjectTypesDetails: Annotated[list[RawNamed], BeforeValidator(_list)] = []  # noqa: N815
    dossierReceivingAddresses: Texts = ""  # noqa: N815
    requirementsAndConditions: Texts = ""  # noqa: N815
    executingAgencies: Texts = ""  # noqa: N815
    keywords: Texts = ""
    note: Texts = ""
    source: Texts = ""
