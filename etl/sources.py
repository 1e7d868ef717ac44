"""The list of outlets as OPML, the format of feed readers: python -m etl sources import | export"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import tomlkit
from lxml import etree
from tomlkit.items import AoT, Array

from etl.collect.answers import shown
from etl.config import Settings, SourceEntry
from etl.errors import ConfigError, UsageError
from etl.urls import canonical_url, registrable_domain

MAX_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed of an OPML file."""

    title: str
    feed: str
    site: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; `skipped` are outlines without a usable address."""

    file: Path
    outlets_new: int
    feeds_new: int
    feeds_known: int
    skipped: list[str]


def read_opml(raw: bytes) -> list[Outline]:
    """The feeds of an OPML file, those in folders too. Raises ValueError if it is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(raw, parser) if raw.strip() else None
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise ValueError("not an OPML file")
    found = []
    for node in root.iter("outline"):
        names = {str(name).lower(): str(value).strip() for name, value in node.attrib.items()}
        if names.get("xmlurl"):
            title = names.get("title") or names.get("text") or names["xmlurl"]
            language = names.get("language", "")[:2].lower()
            found.append(
                Outline(
                    " ".join(title.split())[:200],
                    names["xmlurl"],
                    names.get("htmlurl") or None,
                    language if language.isalpha() and len(language) == 2 else None,
                )
            )
    return found


def write_opml(sources: list[SourceEntry]) -> bytes:
    """An OPML file of all feeds; keys and passwords in addresses stay, for the file to work."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Claimwatch"
    body = etree.SubElement(root, "body")
    for source in sources:
        for url in source.feeds:
            node = etree.SubElement(body, "outline", type="rss", text=source.name)
            node.set("title", source.name)
            node.set("xmlUrl", url)
            node.set("htmlUrl", f"https://{source.id}/")
            if source.language:
                node.set("language", source.language)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def export_file(settings: Settings, path: Path) -> int:
    """Write the feeds of all lists; returns how many."""
    try:
        path.write_bytes(write_opml(settings.sources))
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from None
    return sum(len(source.feeds) for source in settings.sources)


def import_file(settings: Settings, path: Path) -> Imported:
    """Add an OPML file's feeds to the first list of the settings; what is there stays as it is."""
    outlines = _outlines(path)
    if not settings.lists.sources:
        raise ConfigError(f"{settings.origin}: key 'lists.sources': names no list to add to")
    target = (settings.origin.parent / settings.lists.sources[0]).resolve()
    try:
        document = tomlkit.parse(target.read_text(encoding="utf8")) if target.exists() else None
    except (OSError, UnicodeDecodeError, tomlkit.exceptions.ParseError) as error:
        raise ConfigError(f"{target}: cannot be read: {error}") from None
    document = document if document is not None else tomlkit.document()
    known = {url for source in settings.sources for url in source.feeds}
    by_name = {name: s.id for s in settings.sources for name in (s.id, *s.domains)}
    tables = document.setdefault("source", tomlkit.aot())
    if not isinstance(tables, AoT):
        raise ConfigError(f"{target}: key 'source': not a list of tables")
    outlets_new = feeds_new = feeds_known = 0
    skipped = []
    for outline in outlines:
        home = _home(outline)
        if home is None:
            skipped.append(f"{outline.title}: {shown(outline.feed)}")
            continue
        if outline.feed in known:
            feeds_known += 1
            continue
        known.add(outline.feed)
        feeds_new += 1
        outlets_new += _add(tables, by_name.get(home, home), outline)
        by_name.setdefault(home, home)
    _replace(target, tomlkit.dumps(document))
    return Imported(target, outlets_new, feeds_new, feeds_known, skipped)


def _outlines(path: Path) -> list[Outline]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UsageError(f"{path}: larger than {MAX_BYTES:,} bytes")
        return read_opml(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, etree.XMLSyntaxError) as error:
        raise UsageError(f"{path}: {error}") from None


def _home(outline: Outline) -> str | None:
    """The outlet's domain: of its site if it is named, else of its feed."""
    if canonical_url(outline.feed) is None:
        return None
    site = canonical_url(outline.site) if outline.site else None
    host = urlsplit(site or outline.feed).hostname
    return registrable_domain(host) if host else None


def _add(tables: AoT, source_id: str, outline: Outline) -> bool:
    """Put a feed to its outlet; True if the outlet had to be added."""
    for table in tables:
        if table.get("id") == source_id:
            feeds = table.setdefault("feeds", tomlkit.array())
            if isinstance(feeds, Array):
                feeds.append(outline.feed)
            return False
    table = tomlkit.table()
    table["id"], table["name"] = source_id, outline.title
    if outline.language:
        table["language"] = outline.language
    table["feeds"] = [outline.feed]
    tables.append(table)
    return True


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(f"{path.name}.tmp")
    try:
        part.write_text(text, encoding="utf8")
        part.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from None
