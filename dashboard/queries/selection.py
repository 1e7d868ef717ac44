"""What the reader asked to see, and the one place that says which mentions match it."""

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
        return {**asdict(self), "words": list(self.words), "zone": zone}

    @property
    def words(self) -> tuple[str, ...]:
        """What is sought: single words, and whatever stands in quotation marks."""
        found = (quoted or word for quoted, word in SOUGHT.findall(self.text))
        return tuple(dict.fromkeys(part.strip() for part in found if part.strip()))[:MOST_WORDS]


# A date without a time of day belongs to its own calendar day in every zone; a sentence that a
# later version added appeared at that version's fetch, which is known to the second.
# No zone changes its offset within a quarter of an hour, so that clock() asks once for each of
# them and not once for each mention, which would take most of every query's time.
# matching() leaves the period aside, so that undated mentions can be counted beside a time chart;
# shown() adds it.
SHOWN = """
create temp macro precision_of(appeared, published, kind) as
case
    when appeared is null then 'unknown'
    when appeared = published then kind::varchar
    else 'second'
end;

create temp macro on_clock(appeared, published, kind, zone) as
case
    when precision_of(appeared, published, kind) = 'day' then appeared at time zone 'UTC'
    else appeared at time zone zone
end;

create temp macro claim_seen(moment) as table
select *
from claim
where moment is null
union all by name
select
    s.*,
    c.text,
    c.language
from claim_as_of(moment) s
join claim c using (claim_id)
where moment is not null;

-- Empty for now, when the wide table's own standing holds.
create temp macro standing_then(moment) as table
select
    claim_id,
    standing
from claim_as_of(moment)
where moment is not null;

-- A word that is not there is null, and asks for nothing.
create temp macro found(words) as table
select mention_id
from mention_words
where contains(sought_in, as_sought(words[1]))
    and coalesce(contains(sought_in, as_sought(words[2])), true)
    and coalesce(contains(sought_in, as_sought(words[3])), true)
    and coalesce(contains(sought_in, as_sought(words[4])), true)
    and coalesce(contains(sought_in, as_sought(words[5])), true)
    and coalesce(contains(sought_in, as_sought(words[6])), true);

create temp macro clock(zone) as table
select
    quarter,
    (to_timestamp(quarter * 900) at time zone zone) - make_timestamp(quarter * 900_000_000)
        as ahead
from (
    select unnest(range(min(quarter), max(quarter) + 1)) as quarter
    from mention_wide
);

create temp macro matching(p) as table
select
    m.* exclude (precision, standing),
    m.status::varchar as status_word,
    coalesce(t.standing, m.standing) as standing,
    m.precision::varchar as precision,
    case
        when m.precision = 'day' then m.appeared_utc
        else m.appeared_utc + k.ahead
    end as local_at
from mention_wide m
left join clock(struct_extract(p, 'zone')) k on k.quarter = m.quarter
left join standing_then(struct_extract(p, 'as_of')::timestamptz) t on t.claim_id = m.claim_id
where stands_at(m.appeared_at, m.removed_at, struct_extract(p, 'as_of')::timestamptz)
    and (
        len(struct_extract(p, 'languages')::varchar[]) = 0
        or list_contains(struct_extract(p, 'languages')::varchar[], m.language)
    )
    and (
        len(struct_extract(p, 'sources')::varchar[]) = 0
        or list_contains(struct_extract(p, 'sources')::varchar[], m.source_id)
    )
    and (
        len(struct_extract(p, 'statuses')::varchar[]) = 0
        or list_contains(struct_extract(p, 'statuses')::varchar[], m.status::varchar)
    )
    and (
        len(struct_extract(p, 'standings')::varchar[]) = 0
        or list_contains(
            struct_extract(p, 'standings')::varchar[], coalesce(t.standing, m.standing)
        )
    )
    and (
        len(struct_extract(p, 'parties')::varchar[]) = 0
        or list_contains(struct_extract(p, 'parties')::varchar[], m.party_id)
    )
    and (
        len(struct_extract(p, 'words')::varchar[]) = 0
        or m.mention_id in (select mention_id from found(struct_extract(p, 'words')::varchar[]))
    );

create temp macro shown(p) as table
select *
from matching(p)
where (
        struct_extract(p, 'since')::date is null
        or local_at::date >= struct_extract(p, 'since')::date
    )
    and (
        struct_extract(p, 'until')::date is null
        or local_at::date <= struct_extract(p, 'until')::date
    );
"""
