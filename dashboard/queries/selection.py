"""What the reader asked to see."""

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime

SOUGHT = re.compile(r'["“„«»]([^"“”„«»]*)["“”«»]|([^\s"“”„«»]+)')
MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Selection:
    """The filters of a view; empty means everything."""

    since: date | None = None
    until: date | None = None
    languages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    standings: tuple[str, ...] = ()
    text: str = ""
    parties: tuple[str, ...] = ()
    # The moment at which everything is shown as it stood; nothing for now.
    as_of: datetime | None = None

    def bound(self, zone: str) -> dict[str, object]:
        """The filters as a DuckDB struct, with the zone in which days are counted."""
        everything = self == Selection()
        return {**asdict(self), "words": list(self.words), "zone": zone, "everything": everything}

    @property
    def words(self) -> tuple[str, ...]:
        """What is sought: single words, and whatever stands in quotation marks."""
        found = (quoted or word for quoted, word in SOUGHT.findall(self.text))
        return tuple(dict.fromkeys(part.strip() for part in found if part.strip()))[:MOST_WORDS]
