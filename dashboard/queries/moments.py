"""How claims, parties, lags and credits stood at a moment: macros for the queries."""

# Without a moment they read what is stored; nothing is stored for a moment in the past.
MOMENTS = """
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

create temp macro party_stands(moment) as table
select *
from claim_party
where moment is null
union all by name
select *
from claim_party_as_of(moment)
where moment is not null;

create temp macro party_seen(moment) as table
select *
from party_total
where moment is null
union all by name
select *
from party_total_as_of(moment)
where moment is not null;

create temp macro outlet_lags(moment) as table
select *
from source_lag
where moment is null
union all by name
select *
from source_lag_as_of(moment)
where moment is not null;

create temp macro chains(moment) as table
select *
from claim_provenance
where moment is null
union all by name
select *
from claim_provenance_as_of(moment)
where moment is not null;

-- Whether a later version of its article brought the mention.
create temp macro was_added(mention) as
mention in (select mention_id from claim_revision where change = 'added');

create temp macro lag_of(place, hours) as
case
    when place = 1 then 'first'
    when hours <= 1 then '1h'
    when hours <= 6 then '6h'
    when hours <= 24 then '1d'
    when hours <= 72 then '3d'
    else 'later'
end;
"""
