"""Invents the sandbox's dossiers: the same for the same seed and day, in all ten states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from backend_bridge.sandbox.agencies import MERGED_NAME
from backend_bridge.sandbox.days import at, closing, shift
from backend_bridge.sandbox.kinds import KINDS, Kind
from backend_bridge.sandbox.sentences import WAITS_FOR_ITS_DAY, Place, course, now_at, todo_for
from lobby.contract.dossiers import STATUS_TEXTS, Dossier, Step

# Shares of the ten states in percent; each state gets at least one dossier in every hundred.
SHARES = {1: 5, 2: 9, 3: 4, 4: 28, 5: 8, 6: 6, 7: 4, 8: 4, 9: 13, 10: 19}
CHECK_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is misread on paper
OLD_FORM_EVERY = 6  # of the returned ones: codes as they were before the renaming of agencies
OLD_YEARS = (date(2019, 3, 4), 640)
_LATE_EVERY = 7
_PUT_OFF_DAYS = 6  # working days; more than a late one is late, so that the new day is still to come
_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Lò", "Cầm", "Quàng", "Tòng", "Hà")
_MIDDLES = ("Văn", "Thị", "Đức", "Minh", "Thanh", "Ngọc", "Hữu")
_NAMES = ("An", "Bình", "Chung", "Dung", "Hạnh", "Hiền", "Khánh", "Lan", "Minh", "Nga", "Phương", "Sơn", "Tâm", "Yến")


@dataclass(frozen=True)
class Made:
    """A dossier with all its details, and the check code that opens them."""

    dossier: Dossier
    check: str


@dataclass(frozen=True)
class Office:
    """Whose dossiers these are: `fields` gives each procedure's field."""

    code: str
    place: Place
    fields: dict[str, str]


class Inventor:
    """Makes dossiers; `now` is the moment that their dates are relative to."""

    def __init__(self, office: Office, seed: int, now: datetime) -> None:
        self._office = office
        self._random = Random(seed)
        self._now = now
        self._today = shift(now.date(), -1)  # the last whole working day: nothing lies in the future
        self._of_day: Counter[date] = Counter()

    def make(self, count: int) -> Iterator[Made]:
        """Yield `count` dossiers in all ten states."""
        wheel = [status for status, share in SHARES.items() for _ in range(share)]
        for number in range(count):
            status = wheel[number % len(wheel)]
            old = status == 10 and number % OLD_FORM_EVERY == 0
            yield self._make(status, self._kind(status), old)

    def _kind(self, status: int) -> Kind:
        fitting = [kind for kind in KINDS if status != 6 or kind.fee]
        return self._random.choices(fitting, [kind.weight for kind in fitting])[0]

    def _make(self, status: int, kind: Kind, old: bool) -> Made:
        late = status in (4, 9, 10) and self._random.randrange(_LATE_EVERY) == 0
        day = self._old_day() if old else shift(self._today, -self._age(status, kind, late))
        late = late or (status in WAITS_FOR_ITS_DAY and closing(shift(day, kind.days)) < self._now)
        received = at(day, self._random.randrange(300))  # early enough to be done the same day
        moments = self._moments(status, kind, day, late)
        steps = course(status, kind, received, moments.get("done_at"), moments.get("returned_at"), self._office.place)
        dossier = Dossier(
            code=self._code(day, old),
            procedure_code=kind.procedure,
            procedure=kind.name,
            field=self._office.fields[kind.procedure],
            agency=MERGED_NAME if old else self._office.place.agency,
            status=status,
            status_text=STATUS_TEXTS[status],
            received_at=received,
            step=now_at(status),
            todo=todo_for(status, kind, self._office.place),
            fee_due=kind.fee if status == 6 else None,
            holder_masked=holder(self._random),
            steps=tuple(Step(at=moment, what=what, unit=unit) for moment, what, unit in steps),
            **moments,
        )
        return Made(dossier, "".join(self._random.choices(CHECK_LETTERS, k=4)))

    def _age(self, status: int, kind: Kind, late: bool) -> int:
        """Return how many working days ago a dossier came in, so that it can be where it is."""
        if status in (1, 2, 3):
            return self._random.randrange(2)
        if status == 4:
            return kind.days + self._random.randint(1, 4) if late else self._random.randrange(kind.days)
        if status in (5, 6, 7, 8):
            return self._random.randint(1, 4)
        return kind.days + self._random.randint(3, 12)

    def _moments(self, status: int, kind: Kind, day: date, late: bool) -> dict[str, datetime]:
        moments: dict[str, datetime] = {}
        if status not in (1, 3):
            moments["due_at"] = closing(shift(day, kind.days))
        if late:
            moments["new_due_at"] = closing(shift(day, kind.days + _PUT_OFF_DAYS))
        if status in (9, 10):
            moments["done_at"] = at(shift(day, kind.days + 1 if late else max(0, kind.days - 1)), 410)
        if status == 10:
            moments["returned_at"] = at(shift(moments["done_at"].date(), 1), self._random.randrange(400))
        return moments

    def _old_day(self) -> date:
        first, span = OLD_YEARS
        return shift(first, self._random.randrange(1, span))

    def _code(self, day: date, old: bool) -> str:
        self._of_day[day] += 1
        agency = f"000.00.01.{self._office.code.split('.')[0]}" if old else self._office.code
        return f"{agency}-{day:%y%m%d}-{self._of_day[day]:04d}"


def holder(chance: Random) -> str:
    """Return an invented name, masked."""
    words = [chance.choice(part) for part in (_SURNAMES, _MIDDLES, _NAMES)]
    return " ".join(mask(word) for word in words)


def mask(word: str) -> str:
    """Return `word` with all letters but the first hidden: Nguyễn → N*****."""
    return word[0] + "*" * (len(word) - 1)
