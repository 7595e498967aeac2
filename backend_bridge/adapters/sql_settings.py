"""Settings of a backend that is read from a view of its database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from backend_bridge.adapters.adapter import BackendSettings
from backend_bridge.adapters.flat import Columns
from lobby.contract.dossiers import STATUS_TEXTS
from lobby.settings.secret import read_secret

Name = Annotated[str, Field(pattern=r"^[^\W\d]\w{0,62}(\.[^\W\d]\w{0,62})?$")]
"""A view or table, with its schema before a dot where it has one."""


class SqlSettings(BackendSettings):
    """The database's address, with its password, stands in `url_file`, as SQLAlchemy writes it: the driver it names is
    to be installed beside this program.

    `view` has a row for each dossier; `figures_view` has one row with the seven counts. Entries go into `journal`, a
    table with the columns site, seq, at, kind, counter, officer, body and (site, seq) as its key, or as files into
    `entries`, whose parent must be there.
    """

    url_file: Path
    view: Name
    figures_view: Name | None = None
    journal: Name | None = None
    entries: Path | None = None
    timeout_s: float = Field(default=3.0, ge=0.2, le=30)
    source: str = Field(default="Hệ thống một cửa điện tử", min_length=1, max_length=200)
    columns: Columns = Columns()
    statuses: dict[str, Annotated[int, Field(ge=min(STATUS_TEXTS), le=max(STATUS_TEXTS))]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_one_way_up(self) -> Self:
        if (self.journal is None) is (self.entries is None):
            raise ValueError("chỉ một trong hai: «journal» (bảng nhận nhật ký) hoặc «entries» (thư mục nhận tệp)")
        return self

    def url(self) -> str:
        """Return the database's address; raises SettingsError where the file cannot be read."""
        return read_secret(self.url_file, "địa chỉ cơ sở dữ liệu")
