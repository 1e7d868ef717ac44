"""Addresses: the article behind a proxy, AMP or tracking address, and what names an outlet."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urljoin, urlsplit, urlunsplit

from courlan import clean_url
from tldextract import TLDExtract

# The suffix list that the package ships; nothing is downloaded.
_suffixes = TLDExtract(suffix_list_urls=(), cache_dir=None)

_MAX_UNWRAPPED = 3  # an address inside an address inside an address; more is a trap
# Parameters that say where the reader came from, beside those that courlan knows.
_TRACKERS = re.compile(
    r"(at|ns|sc|hsa|_hs|hs|wt|piano|spm|pk|mtm|trk|tsid|cx|sfmc|dm|cmpid|s_c)_.*"
    r"|[fgymt]clid|gclsrc|dclid|igshid|ocid|smid|smtyp|ftag|maca|cmp|cmpid|cmptype|mkt_tok|mbid"
    r"|ito|icid|intcmp|int_[a-z]+|ncid|taid|sr_share|sh|feature|fromrss|rss|guce_.*|guccounter"
    r"|traffic_source|dicbo|fb_.*|twclid|__twitter_impression|_ga|yclid|ysclid|s_kwcid|trk|share"
    r"|shareid|via|amp|amp_.*|outputtype|usqp|wprov|newsfeed|chn|tpcc|svc_.*"
)
_TRACKING_PAIRS = {("from", "rss"), ("src", "rss"), ("source", "rss"), ("s", "09"), ("m", "1")}
_SESSION = re.compile(r"(;|%3b)(jsessionid|sid|phpsessid)=[^?/]*", re.IGNORECASE)
_MIRROR_HOST = re.compile(r"^(www\d?|m|mobile|mobil|amp|wap|touch|edition)\.(?=[^.]+\.)")
_AMP_PATH = re.compile(r"(?<=/)amp/(?=.)|/amp/?$|[.-]amp(?=(\.html?)?$)", re.IGNORECASE)
_AMP_CACHE = re.compile(r"^/(?:c|v|i|wp)/(?:s/)?(?P<target>[^/]+\..*)$")
_LIST_PATH = re.compile(
    r"/(tags?|themen?|thema|topics?|categor(y|ies)|categorias?|kategorie|kategoria|rubriken?|rubrik"
    r"|rubrics?|rubrique|seccion|sezione|dossiers?|schlagwort(e|er)?|stichwort|etiqueta|etichetta"
    r"|author|authors|autor|autoren|auteur|autore|search|suche|recherche|buscar|szukaj|archive|archiv"
    r"|archivo|temas?|temi|tematy|sujets?|mot-cle|label|labels|theme|themes|newsticker|tegi?|teg"
    r"|rubryka|poisk|keywords?|hashtags?|autorzy|etiket(ler)?|konu|yazar(lar)?|kategori|arama"
    r"|тег[иі]?|рубрика|автор|тема|темы|وسم|وسوم|تصنيف)"
    r"(/[^/]{0,80}){1,2}/?(page/\d+/?|\d{1,4}/?)?$",
    re.IGNORECASE,
)
_SEARCH_PATH = re.compile(
    r"/(search|suche|recherche|buscar|busqueda|cerca|ricerca|szukaj|poisk|arama)/?$", re.IGNORECASE
)
_IN_PATH = re.compile(r"/(https?:/{1,2}[^/?]+\.[^/?]+.*)")
_HOME_PATH = re.compile(r"/?((index|default|home|start)(\.\w{2,5})?|[a-z]{2}(-[a-z]{2})?)?/?")


@lru_cache(maxsize=4096)
def canonical_url(url: str) -> str | None:
    """The article's address: out of its proxy or AMP cache, without tracking; None if no http(s).

    Fragment, default port, tracking parameters and session ids go.
    """
    url = url.strip().partition("#")[0]
    try:
        for _ in range(_MAX_UNWRAPPED):
            inner = _inside(url)
            if inner is None:
                break
            url = inner
        if not _is_http(url):
            return None
        # Cleaning once can leave something to clean; twice is stable (see the tests).
        cleaned = _clean(_clean(url))
        return cleaned if _is_http(cleaned) else None
    except ValueError:
        return None


def joined(base: str | None, link: str) -> str | None:
    """Where a link leads from a page or feed; None if that is no address."""
    try:
        return urljoin(base or "", link.strip())
    except ValueError:
        return None


def url_key(url: str) -> str:
    """What two addresses of one article share: no scheme, port, www, m., amp or closing slash."""
    parts = urlsplit(url)
    host = _MIRROR_HOST.sub("", (parts.hostname or "").lower())
    path = _AMP_PATH.sub("", parts.path).rstrip("/")
    return f"{host}{path}?{parts.query}" if parts.query else f"{host}{path}"


@lru_cache(maxsize=4096)
def registrable_domain(host: str) -> str:
    """`spiegel.de` for `www.spiegel.de`; the last two labels where no suffix list knows better."""
    host = host.lower().strip(".")
    found = _suffixes(host)
    return found.top_domain_under_public_suffix or ".".join(host.split(".")[-2:])


def domain_of(url: str | None) -> str | None:
    """The registrable domain of an address; None for what is none."""
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:
        return None
    return registrable_domain(host) if host else None


def is_proxy(url: str) -> bool:
    """True for services that show other people's pages, named in the address or not."""
    host = (urlsplit(url).hostname or "").lower()
    return host in _OPAQUE or _target(urlsplit(url)) is not None


def names_a_list(url: str) -> bool:
    """True for the address of a home, tag, category, author or search page."""
    parts = urlsplit(url)
    if _HOME_PATH.fullmatch(parts.path):
        return not any(key in ("p", "id", "article", "story") for key, _ in parse_qsl(parts.query))
    if parts.query and _SEARCH_PATH.search(parts.path):
        return True
    return bool(_LIST_PATH.search(unquote(parts.path)))


_OPAQUE = {
    "archive.is", "archive.li", "archive.md", "archive.ph", "archive.today", "archive.vn",
    "news.google.com", "feedproxy.google.com", "apple.news", "flip.it", "t.co", "bit.ly",
    "webcache.googleusercontent.com", "translate.googleusercontent.com", "12ft.io", "smry.ai",
}  # fmt: skip


def _inside(url: str) -> str | None:
    """The address that a proxy, cache or redirecting address carries, if it is one."""
    found = _target(urlsplit(url))
    if found and "://" not in found[:12]:
        found = f"https://{found.lstrip('/')}"
    return found if found and found != url and _is_http(found) else None


def _target(parts: SplitResult) -> str | None:
    host, query = (parts.hostname or "").lower(), dict(parse_qsl(parts.query))
    if host.endswith(".cdn.ampproject.org") or host == "cdn.ampproject.org":
        match = _AMP_CACHE.match(parts.path)
        return match["target"] if match else None
    if host == "web.archive.org":
        match = re.match(r"/web/\d{4,14}[a-z_]*/(.+)", parts.path)
        return _with_query(match[1], parts) if match else None
    if host in ("archive.is", "archive.ph", "archive.today", "archive.md", "archive.li"):
        match = re.match(r"/(?:\d{4,14}|newest|o/\w+)/(https?://?.+)", parts.path)
        return _with_query(match[1], parts) if match else None
    if host.endswith(".translate.goog"):
        name = host.removesuffix(".translate.goog")
        # A double hyphen stands for a hyphen, a single one for a dot.
        real = name.replace("--", "\x00").replace("-", ".").replace("\x00", "-")
        kept = [(k, v) for k, v in parse_qsl(parts.query) if not k.startswith("_x_tr_")]
        return urlunsplit(("https", real, parts.path, urlencode(kept), ""))
    if re.fullmatch(r"(www\.)?google\.[a-z.]{2,6}", host):
        if parts.path.startswith("/amp/"):
            return parts.path.removeprefix("/amp/").removeprefix("s/")
        return (query.get("url") or query.get("q")) if parts.path == "/url" else None
    if host == "webcache.googleusercontent.com" and query.get("q", "").startswith("cache:"):
        match = re.search(r"https?://\S+|(?<=:)[\w.-]+\.[a-z]{2,}/\S*", query["q"])
        return match[0] if match else None
    if host in _REDIRECTORS:
        named = next((query[key] for key in _REDIRECTORS[host] if key in query), None)
        if named and "." in named:
            return unquote(named)
    if host.endswith(".turbopages.org"):
        match = re.match(r"/(?:turbo/)?([^/]+\.[^/]+)/(?:s|h)/(.+)", parts.path)
        return _with_query(f"https://{match[1]}/{match[2]}", parts) if match else None
    # Readers, translators and archives that carry the whole address in their path.
    match = _IN_PATH.search(parts.path)
    return _with_query(match[1], parts) if match else None


_REDIRECTORS: dict[str, tuple[str, ...]] = {
    "translate.google.com": ("u",),
    "translate.googleusercontent.com": ("u",),
    "translated.turbopages.org": ("u", "url"),
    "l.facebook.com": ("u",),
    "lm.facebook.com": ("u",),
    "12ft.io": ("q", "proxy"),
    "www.bing.com": ("u", "url"),
    "out.reddit.com": ("url",),
    "vk.com": ("to",),
    "away.vk.com": ("to",),
    "yandex.ru": ("text",),  # its Turbo pages
    "feedproxy.google.com": ("url",),
}


def _with_query(target: str, parts: SplitResult) -> str:
    target = re.sub(r"^(https?:)/+", r"\1//", target)
    return f"{target}?{parts.query}" if parts.query else target


def _is_http(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)


def _clean(url: str) -> str:
    url = _SESSION.sub("", clean_url(url) or url)
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [pair for pair in pairs if not _is_tracker(*pair)]
    if len(kept) != len(pairs):
        url = urlunsplit(parts._replace(query=urlencode(kept)))
    return url


def _is_tracker(key: str, value: str) -> bool:
    name = key.lower()
    return bool(_TRACKERS.fullmatch(name)) or (name, value.lower()) in _TRACKING_PAIRS
