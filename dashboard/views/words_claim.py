"""Sentences about how one claim came about."""

import polars as pl

from dashboard.pieces import Row
from dashboard.text import Reader, plain


def milestone(row: Row, reader: Reader) -> str:
    """What happened, in one line."""
    values = {
        "source": plain(row["source"], 60),
        "party": plain(row["party"], 120),
        "status": reader.word("status", row["status"]),
        "before": reader.word("standing", row["standing_before"]),
        "standing": reader.word("standing", row["standing"]),
    }
    own = row["kind"] in ("confirmed", "denied") and row["party"] == row["source"]
    return reader.say(f"story.{row['kind']}{'.own' if own else ''}", **values)


def drift(frame: pl.DataFrame, reader: Reader) -> str:
    """The span of the numbers, and what is left out."""
    low, high = frame["number"].min(), frame["number"].max()
    assert isinstance(low, float) and isinstance(high, float)
    return reader.say("claim.numbers.caption", low=reader.number(low), high=reader.number(high))


def peak(frame: pl.DataFrame, step: str, reader: Reader) -> str:
    """What a chart over time shows: where it is highest, and how much of that denies."""
    bins = frame.group_by("bin").agg(
        pl.col("n_mentions").sum(),
        pl.col("n_mentions").filter(pl.col("status") == "denied").sum().alias("n_denied"),
    )
    top = bins.sort(["n_mentions", "bin"], descending=[True, False]).row(0, named=True)
    return reader.say(
        "course.peak",
        at=reader.step(top["bin"], step),
        mentions=reader.count("mention", top["n_mentions"]),
        all=reader.number(int(bins["n_mentions"].sum())),
        denials=reader.count("denial", top["n_denied"])
        if top["n_denied"]
        else reader.say("course.none"),
    )


def behind(frame: pl.DataFrame, reader: Reader) -> str:
    """How many sentences stand behind the bars, and how many of them are shown."""
    return reader.cut(reader.say("bar.title"), frame.height, frame["n_found"][0])
