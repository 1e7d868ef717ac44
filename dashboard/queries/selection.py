"""What the reader asked to see, and the one place that says which mentions match it."""

from dataclasses import asdict, dataclass
from datetime import date


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

    def bound(self, zone: str) -> dict[str, object]:
        """The filters as a DuckDB struct, with the zone in which days are counted."""
        return {**asdict(self), "zone": zone}


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
    m.* exclude (precision),
    m.status::varchar as status_word,
    m.precision::varchar as precision,
    case
        when m.precision = 'day' then m.appeared_utc
        else m.appeared_utc + k.ahead
    end as local_at
from mention_wide m
left join clock(struct_extract(p, 'zone')) k on k.quarter = m.quarter
where m.removed_at is null
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
        or list_contains(struct_extract(p, 'standings')::varchar[], m.standing)
    )
    and (
        struct_extract(p, 'text') = ''
        or contains(lower(m.text), lower(struct_extract(p, 'text')))
        or contains(lower(m.claim_text), lower(struct_extract(p, 'text')))
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
