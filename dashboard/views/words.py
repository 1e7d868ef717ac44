"""The sentences of the pages, made from rows."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import polars as pl

from dashboard.pieces import Row
from dashboard.queries.selection import Selection
from dashboard.text import Reader, plain
from dashboard.views.page import Here

Days = tuple[date, date]


def headline(row: Row, reader: Reader) -> str:
    """What is on screen, in one sentence."""
    return reader.say(
        "overview.headline",
        mentions=reader.count("mention", row["n_mentions"]),
        claims=reader.count("claim", row["n_claims"]),
        outlets=reader.count("outlet", row["n_sources"]),
        period=reader.period(row["first_day"], row["last_day"]),
        contested=reader.count("contested", row["n_contested"]),
    )


def selection_before(here: Here) -> Selection | None:
    """The same filters over as many days just before; nothing unless the data covers them all."""
    if here.period is None or here.bounds is None:
        return None
    since, until = here.period
    first = since - (until - since) - timedelta(days=1)
    if first < here.bounds[0]:
        return None
    return replace(here.selection, since=first, until=since - timedelta(days=1))


def against(now: int, before: int, past: Selection, reader: Reader) -> str:
    """How a figure stands against the period before."""
    period = reader.period(past.since, past.until)
    if now == before:
        return reader.say("figure.same", period=period)
    sign = "+" if now > before else "−"
    return reader.say(
        "figure.before", delta=f"{sign}{reader.number(abs(now - before))}", period=period
    )


def coverage(here: Here, n_undated: int, days: Days | None = None) -> str:
    """A chart's caption: filters, period, as of when, what is not drawn."""
    words = here.caption(days)
    return f"{words} · {here.reader.count('undated', n_undated)}" if n_undated else words


def rank(order: str, frame: pl.DataFrame, reader: Reader) -> str:
    """What a list is ordered by, and how much of it is shown."""
    return reader.cut(reader.say(f"ranked_by.{order}"), frame.height, frame["n_ranked"][0])


def listed(order: str, frame: pl.DataFrame, reader: Reader) -> str:
    """The headline of a list of claims: how many, in which order."""
    if frame.is_empty():
        return reader.say("page.claims")
    claims = reader.count("claim", frame["n_ranked"][0])
    return reader.say("claims.title", claims=claims, order=reader.say(f"claims.{order}"))


def sentences(frame: pl.DataFrame, reader: Reader) -> str:
    """The headline of a list of sentences: how many."""
    if frame.is_empty():
        return reader.say("page.sentences")
    return reader.say("sentences.title", sentences=reader.count("sentence", frame["n_found"][0]))


def denial(row: Row, reader: Reader) -> str:
    """Who denies, and who reports it."""
    party, source = plain(row["party"], 80), plain(row["source"], 60)
    if row["speaker"] is None:
        return reader.say("denial.own", source=source)
    return reader.say("denial.who", party=party, source=source)


def standing(row: Row, reader: Reader) -> str:
    """A claim's standing in words: how it is reported, since when, and how soon it was denied."""
    parts = [
        reader.say(
            "claim.as",
            status=reader.word("status", name),
            n=reader.count("outlet", row[f"n_sources_{name}"]),
        )
        for name in ("confirmed", "alleged")
        if row[f"n_sources_{name}"]
    ]
    if row["n_parties_denied"]:
        by = reader.count("party", row["n_parties_denied"])
        parts.append(reader.say("claim.denied_by", n=by))
    reported = reader.say("claim.reported", parts=_listed(parts, reader))
    return f"{reported} {_seen(row, reader)}"


def evidence(frame: pl.DataFrame, picked: bool, here: Here) -> str:
    """The caption of the sentences: how many, in what order, through which filters."""
    if picked:
        return here.reader.say("claim.evidence.picked")
    mentions = here.reader.count("mention", frame.height)
    return here.reader.say("claim.evidence.caption", mentions=mentions, scope=here.caption())


def outlets(frame: pl.DataFrame, reader: Reader) -> str:
    """The headline of the sources page: how many outlets, and who confirms and denies most."""
    if frame.is_empty():
        return reader.say("page.sources")
    mentions = reader.count("mention", frame["n_all"][0])
    return reader.say(
        "sources.headline", mentions=mentions, outlets=reader.count("outlet", frame["n_outlets"][0])
    )


def heat(frame: pl.DataFrame, here: Here) -> str:
    """The caption of the table of colours: filters, period, how many outlets are left out."""
    shown, of = frame["source_id"].n_unique(), frame["n_outlets"][0]
    words = [here.caption()]
    if shown < of:
        number = here.reader.number
        words.append(here.reader.say("sources.heat.cut", shown=number(shown), all=number(of)))
    return " · ".join(words)


def newest_run(frame: pl.DataFrame, reader: Reader) -> str:
    """The headline of the runs page: how many runs, and what the newest brought."""
    if frame.is_empty():
        return reader.say("runs.none")
    row = frame.row(0, named=True)
    return reader.say(
        "runs.title",
        runs=reader.count("run", row["n_runs"]),
        outcome=reader.word("outcome", row["outcome"]),
        articles=reader.count("article", row["n_articles_new"]),
        mentions=reader.count("mention", row["n_mentions_new"]),
    )


def model(frame: pl.DataFrame, reader: Reader) -> str:
    """Which model the newest run worked with, and how many runs are shown."""
    newest = plain(frame["model_version"][0] or "–", 60)
    return reader.cut(reader.say("runs.model", model=newest), frame.height, frame["n_runs"][0])


def undrawn(frame: pl.DataFrame, most: int, n_outlets: int, here: Here) -> str:
    """The caption of the dots: how to use them, what is missing."""
    number, say = here.reader.number, here.reader.say
    parts = [say("claim.dots.caption")]
    if n_outlets > most:
        parts.append(say("claim.dots.rest", shown=number(most), all=number(n_outlets)))
    n = frame.filter(pl.col("appeared_at").is_null()).height
    return " ".join([*parts, coverage(here, n, days_of(frame))])


def days_of(frame: pl.DataFrame) -> Days | None:
    """The first and last day of dated mentions."""
    first, last = frame["local_at"].min(), frame["local_at"].max()
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return None
    return first.date(), last.date()


def _seen(row: Row, reader: Reader) -> str:
    reach = reader.say(
        "claim.reach",
        reports=reader.count("report", row["n_independent"]),
        languages=reader.count("language", row["n_languages"]),
    )
    if row["first_seen_at"] is None:
        return f"{reader.say('claim.undated')}; {reach}."
    first = reader.say(
        "claim.first_seen",
        at=reader.moment(row["first_seen_at"], row["first_precision"] or "second"),
        source=plain(row["first_source"], 60),
    )
    return "; ".join([first, reach, *_denied(row, reader)]) + "."


def _denied(row: Row, reader: Reader) -> list[str]:
    """How long after its first mention the claim was first denied."""
    if row["first_denied_at"] is None:
        return []
    if row["first_denied_at"] == row["first_seen_at"]:
        return [reader.say("claim.denial_first")]
    coarse = "day" in (row["first_precision"], row["denied_precision"])
    delta = row["first_denied_at"] - row["first_seen_at"]
    if coarse and delta < timedelta(days=1):
        return [reader.say("claim.denial_same")]
    return [reader.say("claim.denial_after", lag=reader.lag(delta, coarse))]


def _listed(parts: list[str], reader: Reader) -> str:
    """Parts as a list in words: a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])}{reader.say('claim.and')}{parts[-1]}"
