"""A small invented world as a snapshot: a dozen claims, eight outlets, six languages, a month.

The rows are written straight into the tables of the migrations and published by etl.publish, so
that the dashboard is tested on the very file that it will read.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from etl import publish as etl_publish

ROOT = Path(__file__).parents[2]
START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
FETCHED = datetime(2026, 4, 6, 4, 0, tzinfo=UTC)

OUTLETS = [
    ("morgenblatt.example", "Morgenblatt", "DE", "de", "newspaper"),
    ("hafenkurier.example", "Hafenkurier", "DE", "de", "newspaper"),
    ("northernpost.example", "The Northern Post", "GB", "en", "newspaper"),
    ("ledgerwire.example", "Ledger Wire", "GB", "en", "agency"),
    ("lecourant.example", "Le Courant", "FR", "fr", "newspaper"),
    ("elfaro.example", "El Faro del Norte", "ES", "es", "online"),
    ("visnyk.example", "Вісник", "UA", "uk", "online"),
    ("golos.example", "Голос", "RU", "ru", "broadcaster"),
]
LANGUAGE = {row[0]: row[3] for row in OUTLETS}
ACTORS = [
    ("ministry", "Ministry of Energy of Arvenia", "office", "Q1", "arvenia"),
    ("arvenia", "Arvenia", "state", None, None),
    ("orlova", "Irina Orlova", "person", None, None),
    ("nordgas", "Nordgas AG", "organisation", None, None),
]
CLAIMS = [
    ("Das Ministerium hat 1.500 Tonnen verstrahlten Schrott nach Velm gebracht", "de"),
    ("The port of Velm will close to foreign ships in May", "en"),
    ("Nordgas paid the mayor of Velm two million", "en"),
    ("Soldaten sind in der Nacht über den Fluss Arve gegangen", "de"),
    ("Le barrage de Sorne présente une fissure", "fr"),
    ("El presidente de Arvenia está enfermo", "es"),
    ("На складі в Тарні зникли протигази", "uk"),
    ("В Тарне закрыли три школы", "ru"),
    ("A drone fell on the roof of the Sorne power station", "en"),
    ("Der Brückenbau in Hagen kostet das Doppelte", "de"),
    ("The treaty of Velm contains a secret annex", "en"),
    ("Im Trinkwasser von Tarn wurde Blei gefunden", "de"),
]
# What each claim's mentions look like, in order of time: c, a, d for the status.
COURSES = [
    "aaaaadaadaac",
    "aaad",
    "aaaddaada",
    "cac",
    "aacc",
    "ad",
    "aa",
    "c",
    "aaadd",
    "cc",
    "dda",
    "a",
]
FRAMES = {
    "confirmed": ("{claim}.", None, None),
    "alleged": ("Nach Angaben von {who} gilt: {claim}.", "Nach Angaben von", "{who}"),
    "denied": ("{who} wies den Bericht als falsch zurück: {claim}.", "wies … zurück", "{who}"),
}
SPEAKERS = [("Irina Orlova", "orlova"), ("ein Sprecher", None), ("Nordgas", "nordgas")]


@dataclass
class World:
    """Rows to write, by table; the defaults are the invented world, empty() has none."""

    sources: list[tuple] = field(default_factory=lambda: list(OUTLETS))
    actors: list[tuple] = field(default_factory=lambda: list(ACTORS))
    articles: list[dict] = field(default_factory=list)
    mentions: list[dict] = field(default_factory=list)
    claims: list[tuple[str, str, str, str]] = field(default_factory=list)
    rejected: list[tuple] = field(default_factory=list)
    credits: list[tuple] = field(default_factory=list)
    feeds: list[dict] = field(default_factory=list)
    checks: list[tuple] = field(default_factory=list)
    revisions: list[tuple] = field(default_factory=list)
    merges: list[tuple[str, str]] = field(default_factory=list)
    reasons: list[tuple] = field(default_factory=list)
    suggested: list[tuple[str, str, float]] = field(default_factory=list)
    links: list[tuple[str, str, float]] = field(default_factory=list)
    finished: datetime = FETCHED

    def article(self, n: int, source: str, title: str, at: datetime | None, **more: object) -> str:
        """Add an article and return its id."""
        article_id = f"a{n:015x}"
        precise = "second" if at else "unknown"
        row = {
            "article_id": article_id,
            "source_id": source,
            "url": f"https://{source}/story-{n}?part=1&of=2",
            "title": title,
            "language": LANGUAGE.get(source, "en"),
            "published_at": at,
            "published_precision": precise,
            "published_from": "feed" if at else "crawl",
            "date_flag": "ok" if at else "undated",
            "fetched_at": FETCHED,
            "syndication_group_id": article_id,
            "credited_agency": None,
            "n_mentions": 1,
            "n_revisions": 1,
            "content_hash": f"h{n}",
            "run_id": "r1",
        }
        self.articles.append(row | more)
        return article_id

    def mention(self, article: str, claim: str, text: str, status: str, **more: object) -> str:
        """Add a mention and return its id."""
        mention_id = f"m{len(self.mentions):015x}"
        home = next(row for row in self.articles if row["article_id"] == article)
        row = {
            "mention_id": mention_id,
            "article_id": article,
            "claim_id": claim,
            "sentence_index": 1,
            "text": text,
            "proposition": text,
            "language": home["language"],
            "status": status,
            "score": 0.91,
            "p_confirmed": 0.91 if status == "confirmed" else 0.04,
            "p_alleged": 0.91 if status == "alleged" else 0.05,
            "p_denied": 0.91 if status == "denied" else 0.04,
            "speaker": None,
            "said_by": None,
            "actor_id": None,
            "cited_source_id": None,
            "cue": None,
            "speaker_start": None,
            "cue_start": None,
            "char_start": 0,
            "char_end": len(text),
            "is_headline": False,
            "appeared_at": home["published_at"],
            "removed_at": None,
            "similarity": 0.9,
            "matched_by": "repeated",
            "model_version": "m1",
            "run_id": "r1",
        }
        self.mentions.append(row | more)
        if claim not in {c[0] for c in self.claims}:
            self.claims.append((claim, mention_id, text, home["language"]))
        return mention_id


def empty() -> World:
    """A world in which nothing has happened."""
    return World(sources=[], actors=[])


def filled() -> World:
    """The invented month."""
    world, n = World(), 0
    for place, ((text, language), course) in enumerate(zip(CLAIMS, COURSES, strict=True)):
        claim_id = f"c{place:015x}"
        for step, letter in enumerate(course):
            status = {"c": "confirmed", "a": "alleged", "d": "denied"}[letter]
            source = OUTLETS[(place + step * 3) % len(OUTLETS)][0]
            at: datetime | None = START + timedelta(days=place * 1.5, hours=step * (19 + 5 * place))
            more: dict[str, object] = {}
            if (place, step) in ((0, 5), (2, 3)):
                at = None
            elif (place, step) == (4, 1):
                at = at.replace(hour=0, minute=0, second=0, microsecond=0)
                more["published_precision"] = "day"
            article = world.article(n, source, text, at, **more)
            if place == 0 and step in (2, 3):
                world.articles[-1]["syndication_group_id"] = world.articles[-step]["article_id"]
            sentence, details = _sentence(text, status, SPEAKERS[(place + step) % 3])
            world.mention(article, claim_id, sentence, status, **details)
            n += 1
        world.claims[-1] = (claim_id, world.claims[-1][1], text, language)
    _special(world, n)
    return world


def hostile() -> World:
    """The invented month, with strings that would harm a careless page."""
    world = filled()
    nasty = NASTY
    world.sources.append(("evil.example", nasty[0], "XX", "en", "online"))
    world.feeds.append(
        {"feed_id": "bad", "source_id": "evil.example", "url": URLS[1], "is_listed": True,
         "outcome": "failed", "reason": "not_a_feed", "detail": nasty[0], "n_failures": 9}
    )  # fmt: skip
    world.actors.append(("evil", nasty[7], "person", None, None))
    for n, text in enumerate(nasty):
        at = START + timedelta(days=3, hours=n)
        article = world.article(900 + n, "evil.example", text, at, url=URLS[n % len(URLS)])
        founding = world.mention(
            article, f"cbad{n:012x}", text, ("confirmed", "alleged", "denied")[n % 3],
            speaker=nasty[(n + 1) % len(nasty)], speaker_start=9999, cue=text[:9], cue_start=-5,
        )  # fmt: skip
        world.suggested.append((founding, "c000000000000000", 0.4))
        world.links.append((founding, "c000000000000000", 0.5))
        world.checks.append(
            (f"bad{n}", "c000000000000000", URLS[n % len(URLS)], text, text, text, "en", at)
        )
        repeated = world.mention(
            article, "c000000000000000", text, "alleged", speaker=text, said_by=text, cue=" … "
        )
        world.reasons.append((repeated, "statement", founding, 0.6, [text], [text], [text]))
        world.mention(article, "c000000000000001", text, "denied", actor_id="evil")
        world.credits.append((article, "golos.example", "byline", -1, text, 0, 5))
        world.credits.append(("a000000000000003", "evil.example", "told", 1, text, n, n + 5))
    return world


NASTY = [
    "<script>window.hacked=1</script><img src=x onerror='window.hacked=1'>",
    "**bold** [link](javascript:alert(1)) `code` $x^2$ :red[colour] :material/delete: # head",
    '=HYPERLINK("http://evil.example","click")',
    "+1+1 \t@SUM(A1)",
    "Quote \" and ' and </p></div><style>body{display:none}</style> & &lt;b&gt;",
    "Turned \u202egnorw\u202c and \u200binvisible\u0000\u0007 words",
    "W" * 900,
    "<b>bold</b> <a href='javascript:window.hacked=1'>tap</a> {braces} %{text} %{customdata}",
    "🚨" * 80 + " Ünïcödé Привіт 中文",
    "-- ; drop table claim; -- ' or '1'='1",
]
URLS = [
    "javascript:window.hacked=1",
    'https://evil.example/"><script>window.hacked=1</script>',
    "data:text/html,<script>1</script>",
    "http://evil.example/a#frag",
    "https://[broken",
    None,
]


def _sentence(
    claim: str, status: str, speaker: tuple[str, str | None]
) -> tuple[str, dict[str, object]]:
    frame, cue, who = FRAMES[status]
    text = frame.format(claim=claim, who=speaker[0])
    if who is None or cue is None:
        return text, {}
    return text, {
        "speaker": speaker[0],
        "actor_id": speaker[1],
        "speaker_start": text.index(speaker[0]),
        "cue": cue,
        "cue_start": text.index(cue.split(" … ")[0]),
    }


def _special(world: World, n: int) -> None:
    """A silent edit, a headline beside its sentence, a credit to another outlet, bad dates."""
    at = START + timedelta(days=4, hours=3)
    article = world.article(n, "hafenkurier.example", CLAIMS[0][0], at, n_revisions=2, n_mentions=2)
    world.mention(article, "c000000000000000", CLAIMS[0][0], "alleged", is_headline=True)
    world.mention(
        article, "c000000000000000", "Der Schrott strahlt, sagte Irina Orlova.", "alleged",
        speaker="Irina Orlova", speaker_start=27, actor_id="orlova", cue="sagte", cue_start=21,
        appeared_at=at + timedelta(days=1, hours=2),
    )  # fmt: skip
    world.mention(
        article, "c000000000000000", "Der Schrott ist längst in Velm.", "confirmed",
        removed_at=at + timedelta(days=1, hours=2),
    )  # fmt: skip
    world.revisions += [
        (article, f"h{n}-0", at + timedelta(hours=1), CLAIMS[0][0], 2, 0, "r0"),
        (article, f"h{n}", at + timedelta(days=1, hours=2), CLAIMS[0][0], 1, 1, "r1"),
    ]
    credit = world.article(n + 1, "lecourant.example", "Selon Ledger Wire", at)
    world.mention(
        credit, "c000000000000001", "Selon Ledger Wire, le port de Velm fermera.", "alleged",
        speaker="Ledger Wire", speaker_start=6, cue="Selon", cue_start=0,
        cited_source_id="ledgerwire.example",
    )  # fmt: skip
    for place, (source, outcome, reason, days) in enumerate(
        [
            ("morgenblatt.example", "fetched", None, 0),
            ("hafenkurier.example", "not_modified", None, 9),
            ("golos.example", "failed", "timeout", 2),
            ("lecourant.example", None, None, 0),
        ]
    ):
        last = FETCHED - timedelta(days=days)
        world.feeds.append(
            {
                "feed_id": f"f{place}",
                "source_id": source,
                "url": f"https://{source}/feed.xml",
                "is_listed": True,
                "outcome": outcome,
                "reason": reason,
                "n_failures": 3 if reason else 0,
                "first_checked_at": FETCHED - timedelta(days=20) if outcome else None,
                "last_checked_at": FETCHED if outcome else None,
                "last_ok_at": last if outcome else None,
                "last_new_at": last if outcome else None,
            }
        )
    _matching(world)
    # The very first article has its word from an agency, and names the party behind it.
    world.credits.append(
        ("a000000000000000", "ledgerwire.example", "report", 1, "Ledger Wire", 0, 11)
    )
    world.checks.append(
        ("k1", "c000000000000000", "https://faktenstelle.example/schrott", "Faktenstelle Velm",
         "1.500 Tonnen Schrott liegen in Velm", "teilweise belegt", "de", at + timedelta(days=9))
    )  # fmt: skip
    world.merges.append(("c0000000000000ff", "c000000000000000"))
    future = FETCHED + timedelta(days=300)
    world.article(n + 2, "golos.example", "Из будущего", future, date_flag="future", n_mentions=0)
    world.rejected += [
        (f"x{i}", "r1", "parse", reason, file, line, None, detail)
        for i, (reason, file, line, detail) in enumerate(
            [
                ("no_text", "march.jsonl", 17, "The record has neither text nor title."),
                ("no_text", "march.jsonl", 40, "The record has neither text nor title."),
                ("bad_json", "april.jsonl", 3, "Expected a comma at column 20."),
            ]
        )
    ]


def _matching(world: World) -> None:
    """Why some mentions are in the first claim, what may belong to it, what else denies it."""
    first = "c000000000000000"
    said = [row["mention_id"] for row in world.mentions if row["claim_id"] == first]
    headline = next(row["mention_id"] for row in world.mentions if row["is_headline"])
    world.reasons += [
        (said[0], "founded", None, 0.2, [], [], []),
        (said[1], "statement", said[0], 0.9, ["Velm"], ["Schrott"], ["1500", "2026"]),
        (said[5], "denial", said[4], 0.7, [], [], []),
        (headline, "headline", None, 0.8, [], ["Schrott"], []),
    ]
    # The third claim was founded by a sentence much like the first claim.
    near = next(row for row in world.mentions if row["claim_id"] == "c000000000000002")
    world.suggested.append((near["mention_id"], first, 0.44))
    denial = next(
        row
        for row in world.mentions
        if (row["claim_id"], row["status"]) == ("c000000000000001", "denied")
    )
    world.links += [
        (denial["mention_id"], "c000000000000001", 0.8),
        (denial["mention_id"], "c0000000000000ff", 0.61),
    ]


def publish(world: World, data_dir: Path, run_id: str = "20260406T040000Z-aaaa") -> Path:
    """Write the world as the newest snapshot of a data directory, by the ETL's own publisher."""
    with duckdb.connect() as con:
        con.execute("set TimeZone = 'UTC'")
        for migration in sorted((ROOT / "etl" / "migrations").glob("*.sql")):
            con.execute(migration.read_text(encoding="utf-8"))
        _insert(con, world)
        return etl_publish.publish(con, data_dir, run_id, keep=3)


def _insert(con: duckdb.DuckDBPyConnection, world: World) -> None:
    def rows(sql: str, values: list[tuple]) -> None:
        if values:
            con.executemany(sql, values)

    rows("insert into source values (?, ?, ?, ?, ?)", world.sources)
    rows("insert into actor values (?, ?, ?, ?, ?)", world.actors)
    for table, records in (("article", world.articles), ("mention", world.mentions)):
        if records:
            names = ", ".join(records[0])
            marks = ", ".join("?" * len(records[0]))
            sql = f"insert into {table} ({names}) values ({marks})"  # noqa: S608
            con.executemany(sql, [tuple(record.values()) for record in records])
    rows("insert into claim_founding values (?, ?, ?, ?, 'r1')", world.claims)
    rows("insert into match_reason values (?, ?, ?, ?, ?, ?, ?)", world.reasons)
    rows("insert into claim_suggestion values (?, ?, ?)", world.suggested)
    rows("insert into denial_link values (?, ?, ?)", world.links)
    rows("insert into credit values (?, ?, ?, ?, ?, ?, ?)", world.credits)
    for feed in world.feeds:
        names = ", ".join(feed)
        marks = ", ".join("?" * len(feed))
        con.execute(f"insert into feed ({names}) values ({marks})", list(feed.values()))  # noqa: S608
    rows("insert into article_revision values (?, ?, ?, ?, ?, ?, ?)", world.revisions)
    rows("insert into rejected values (?, ?, ?, ?, ?, ?, ?, ?)", world.rejected)
    checks = (
        "insert into fact_check (fact_check_id, claim_id, url, publisher, claim_text, rating,"
        " language, published_at) values (?, ?, ?, ?, ?, ?, ?, ?)"
    )
    rows(checks, world.checks)
    for number, (gone, stays) in enumerate(world.merges, start=1):
        con.execute(
            "insert into decision values (?, ?, 'merge', ?, ?, true, null, 'desk', 'one story')",
            [number, world.finished, gone, stays],
        )
    for run_id, start, outcome in (
        ("r0", world.finished - timedelta(days=1), "interrupted"),
        ("r1", world.finished - timedelta(seconds=95), "ok"),
    ):
        done = world.finished if outcome == "ok" else None
        con.execute(
            "insert into run values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'm1', '0.1', null)",
            [run_id, start, done, outcome, len(world.articles), 2, 1, len(world.mentions),
             len(world.claims), len(world.rejected)],
        )  # fmt: skip
