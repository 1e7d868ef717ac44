"""Headlines, key figures and captions about outlets, parties and provenance."""

import polars as pl

from dashboard.pieces import Figure, Row, Way
from dashboard.text import Reader, plain
from dashboard.views import ways
from dashboard.views.page import Here
from dashboard.views.tables_outlets import lag


def cut(words: str, frame: pl.DataFrame, total: str, reader: Reader) -> str:
    """Words about a list, and how much of it is shown where that is not all."""
    return reader.cut(words, frame.height, frame[total][0])


def told(key: str, frame: pl.DataFrame, total: str, here: Here) -> str:
    """A list's caption: filters, period, as of when, what it means, how much of it is shown."""
    words = f"{here.caption()} · {here.reader.say(key)}"
    return cut(words, frame, total, here.reader)


def recorded(key: str, frame: pl.DataFrame, total: str, here: Here) -> str:
    """The same for a list of the tool's own record, which the filters do not narrow."""
    words = f"{here.record()} · {here.reader.say(key)}"
    return cut(words, frame, total, here.reader)


def volume(frame: pl.DataFrame, here: Here) -> str:
    """The caption of the strips over time."""
    shown, of = frame["source_id"].n_unique(), frame["n_outlets"][0]
    words = here.reader.say("sources.volume.caption")
    return f"{here.caption()} · {here.reader.cut(words, shown, of)}"


def outlet_kicker(row: Row, reader: Reader) -> str:
    """What kind of outlet it is: domain, country, language and medium as the lists give them."""
    # Where the lists do not know it, its domain is its name and stands below already.
    parts = [row["source_id"] if row["name"] != row["source_id"] else reader.say("page.outlet")]
    if row["country"]:
        parts.append(str(reader.locale.territories.get(row["country"], row["country"])))
    if row["language"]:
        parts.append(reader.language(row["language"]))
    if row["media_type"]:
        parts.append(reader.word("media", row["media_type"]))
    return " · ".join(plain(str(part), 60) for part in parts)


def outlet_figures(row: Row, here: Here) -> list[Figure]:
    """One outlet over all of the data; each figure leads to its claims or sentences."""
    reader, source = here.reader, row["source_id"]
    every = ways.over_all(here)

    def way(n: int, to: str = "sentences", late: str = "") -> Way:
        return ways.listed(n, to, ways.address(every, source=source, late=late))

    return [
        Figure(
            reader.number(row["n_claims"]),
            reader.say("figure.outlet_claims"),
            way=way(row["n_claims"], "claims"),
        ),
        Figure(
            reader.number(row["n_mentions"]),
            reader.say("figure.mentions"),
            way=way(row["n_mentions"]),
        ),
        Figure(
            reader.number(row["n_first"]),
            reader.say("figure.first_with"),
            reader.say("figure.of_shared", n=reader.number(row["n_shared"])),
            way(row["n_first"], late="first"),
            way(row["n_shared"], late="shared"),
        ),
        Figure(
            lag(row["median_lag_hours"], reader),
            reader.say("figure.median_lag"),
            way=way(row["n_shared"], late="shared"),
        ),
    ]


def outlet_health(row: Row, here: Here) -> list[Figure]:
    """What we get from an outlet; each count leads to its articles."""
    reader = here.reader

    def way(name: str, **asked: str) -> Way:
        to = ways.articles(here, outlet=row["source_id"], **asked)
        return ways.listed(row[name], "articles", to)

    return [
        Figure(
            reader.number(row["n_articles"]),
            reader.say("figure.articles"),
            reader.say("figure.without", n=reader.number(row["n_without_claims"])),
            way("n_articles"),
            way("n_without_claims", kind="without"),
        ),
        Figure(
            reader.number(row["n_undated"]),
            reader.say("figure.undated"),
            way=way("n_undated", kind="undated"),
        ),
        Figure(
            reader.number(row["n_revised"]),
            reader.say("figure.revised"),
            way=way("n_revised", kind="revised"),
        ),
        Figure(
            reader.day(row["last_published_at"]),
            reader.say("figure.last_published"),
            reader.say("figure.fetched", at=reader.moment(row["last_fetched_at"])),
        ),
    ]


def parties(frame: pl.DataFrame, reader: Reader) -> str:
    """The headline of the parties page."""
    if frame.is_empty():
        return reader.say("page.parties")
    return reader.say(
        "parties.headline",
        parties=reader.count("party", frame["n_parties"][0]),
        mentions=reader.count("mention", frame["n_all"][0]),
    )


def party_kicker(row: Row, reader: Reader) -> str:
    """What kind of party it is, and what it belongs to."""
    parts = [reader.say("page.party"), reader.word("kind", row["kind"])]
    if row["part_of"]:
        parts.append(reader.say("party.part_of", whole=plain(row["part_of"], 80)))
    return " · ".join(parts)


def party_figures(row: Row, here: Here) -> list[Figure]:
    """One party over all of the data; each figure leads to its claims or sentences."""
    reader, party = here.reader, row["party_id"]
    every = ways.over_all(here)
    since = reader.period(
        row["first_at"].date() if row["first_at"] else None,
        row["last_at"].date() if row["last_at"] else None,
    )
    denying = reader.say("figure.party_denying", claims=reader.count("claim", row["n_denying"]))
    denied = ways.listed(row["n_denying"], "claims", ways.address(every, denying=party))
    listed = ways.listed(row["n_claims"], "claims", ways.address(every, party=party))
    said = {"confirmed": "confirms", "alleged": "alleges", "denied": "denies"}
    return [
        Figure(reader.number(row["n_claims"]), reader.say("figure.party_claims"), since, listed),
        *(
            Figure(
                reader.number(row[f"n_{status}"]),
                reader.say(f"figure.party_{verb}"),
                denying if status == "denied" else "",
                ways.listed(
                    row[f"n_{status}"],
                    "sentences",
                    ways.address(every, status=status, party=party),
                ),
                denied if status == "denied" else None,
            )
            for status, verb in said.items()
        ),
    ]


def credits(frame: pl.DataFrame, reader: Reader) -> str:
    """The headline of the provenance page."""
    if frame.is_empty():
        return reader.say("page.provenance")
    first = frame.group_by("cited_source_id", "cited_source").agg(pl.col("n_articles").sum())
    most = first.sort(["n_articles", "cited_source_id"], descending=[True, False])
    return reader.say(
        "provenance.headline",
        pairs=reader.count("pair", frame["n_pairs"][0]),
        cited=plain(most["cited_source"][0], 60),
    )


def turn(row: Row, reader: Reader) -> str:
    """A changed word: what it was before, what it is now, where it stands."""
    return reader.say(
        "party.turn",
        before=reader.word("status", row["status_before"]),
        now=reader.word("status", row["status"]),
        source=plain(row["source"], 60),
    )


def export(row: Row, reader: Reader) -> str:
    """The headline of the export page."""
    if not row["mentions"]:
        return reader.say("page.export")
    mentions = reader.count("mention", row["mentions"])
    return reader.say("export.headline", mentions=mentions)


def export_figures(row: Row, kind: str, here: Here) -> list[Figure]:
    """How many rows each file of an export holds, and where those that have a list are listed."""
    reader, lists = here.reader, {"mentions": "sentences", "claims": "claims"}
    return [
        Figure(
            reader.number(row[part]),
            reader.say(f"export.{part}"),
            f"{part}.{kind}",
            ways.listed(row[part] if part in lists else 0, lists.get(part, ""), here.params),
        )
        for part in ("mentions", "claims", "articles", "sources")
    ]
