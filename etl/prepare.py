"""Raw records → checked articles with their mentions and credits: pure, so that any process may."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from etl.article_facts import Credit
from etl.citations import credits
from etl.config import ActorEntry, InputSettings, Settings, SourceEntry
from etl.extract import extract
from etl.factcheck_records import FactCheck, RawFactCheck
from etl.matching.encoded import Encoded
from etl.outlet_names import OutletNames
from etl.parse import Outlets, parse, parse_fact_check
from etl.parties import Parties
from etl.records import Article, Mention, RawArticle, Rejected
from etl.tag import tag, tagger

Raw = RawArticle | RawFactCheck | Rejected
Version = tuple[str, str]  # article id and content hash
Timed = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Context:
    """What preparing needs of the settings: plain values that travel to other machines."""

    input: InputSettings
    sources: list[SourceEntry]
    actors: list[ActorEntry]

    @classmethod
    def of(cls, settings: Settings) -> Context:
        """The part of the settings."""
        return cls(settings.input, settings.sources, settings.actors)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one version of an article says; the mentions are not dated yet."""

    mentions: list[Mention]
    credits: list[Credit]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A batch, ready to be matched and stored."""

    n_records: int
    rejected: list[Rejected]
    articles: list[Article]
    fact_checks: list[FactCheck]
    readings: dict[Version, Reading]
    encoded: Encoded
    model_version: str
    seconds: dict[str, float] = field(default_factory=dict)  # by stage, where they were taken


class Preparer:
    """The stages before the warehouse; holds the outlets and parties by name."""

    def __init__(self, context: Context, timed: Timed = lambda stage: nullcontext()) -> None:
        self._input, self._timed = context.input, timed
        self.outlets = Outlets.of(context.sources)
        self.names = OutletNames.of(context.sources)
        self.parties = Parties.of(context.actors, context.sources)

    def prepare(self, items: list[Raw]) -> Prepared:
        """All stages for one batch."""
        rejected, articles, fact_checks = self.check(items)
        readings, encoded = self.read_versions(articles)
        model = tagger().version
        return Prepared(len(items), rejected, articles, fact_checks, readings, encoded, model)

    def read_versions(self, articles: Iterable[Article]) -> tuple[dict[Version, Reading], Encoded]:
        """Read articles that may come in several versions."""
        readings: dict[Version, Reading] = {}
        encoded = Encoded()
        turns: dict[str, int] = defaultdict(int)
        rounds: dict[int, dict[Version, Article]] = defaultdict(dict)
        for article in articles:
            version = (article.article_id, article.content_hash)
            if not any(version in known for known in rounds.values()):
                rounds[turns[article.article_id]][version] = article
                turns[article.article_id] += 1
        for versions in rounds.values():
            more, vectors = self.read(versions.values())
            readings |= more
            encoded.take(vectors)
        return readings, encoded

    def check(self, items: list[Raw]) -> tuple[list[Rejected], list[Article], list[FactCheck]]:
        """Parse; what cannot be used is kept with its reason."""
        parsed = [self._check(item) for item in items]
        return (
            [item for item in parsed if isinstance(item, Rejected)],
            [item for item in parsed if isinstance(item, Article)],
            [item for item in parsed if isinstance(item, FactCheck)],
        )

    def read(self, articles: Iterable[Article]) -> tuple[dict[Version, Reading], Encoded]:
        """Extract, credit, tag and encode; no article may come in two versions at once."""
        articles = list(articles)
        with self._timed("extract"):
            split = {a.article_id: extract(a) for a in articles}
            sentences = [s for found in split.values() for s in found]
        with self._timed("credit"):
            credited = {
                a.article_id: credits(a, split[a.article_id], self.names, self.outlets.agencies)
                for a in articles
            }
        with self._timed("tag"):
            mentions = tag(sentences, dict.fromkeys(split), self.parties)
        with self._timed("vectors"):
            encoded = Encoded.of_mentions(mentions)
        by_article: dict[str, list[Mention]] = defaultdict(list)
        for mention in mentions:
            by_article[mention.article_id].append(mention)
        readings = {
            (a.article_id, a.content_hash): Reading(
                by_article[a.article_id], credited[a.article_id]
            )
            for a in articles
        }
        return readings, encoded

    def _check(self, item: Raw) -> Article | FactCheck | Rejected:
        if isinstance(item, Rejected):
            return item
        if isinstance(item, RawFactCheck):
            return parse_fact_check(item, self._input)
        return parse(item, self._input, self.outlets)
