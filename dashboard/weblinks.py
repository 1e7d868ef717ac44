"""Links to the web: only http and https become one, and it jumps to the sentence."""

from html import escape
from urllib.parse import quote, urlsplit


def link(url: str | None, text: str, words: str) -> str:
    """A link that jumps to the sentence; only http and https become links."""
    address = safe_url(url)
    if not address:
        return ""
    mark = ":~:text=" if "#" in address else "#:~:text="
    target = f"{address}{mark}{_fragment(text)}"
    return (
        f'<a href="{escape(target)}" target="_blank" rel="noopener noreferrer">{escape(words)}</a>'
    )


def safe_url(url: str | None) -> str:
    """The URL if it is one of the web, else an empty string."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    web = parts.scheme in ("http", "https") and parts.netloc
    return quote(url or "", safe="/:?#[]@!$&()*+,;=~%-._") if web else ""


def _fragment(text: str) -> str:
    """A text fragment: whole if short, else its first and last words."""
    words = " ".join(text.split())
    if len(words) <= 120:
        return _coded(words)
    parts = words.split(" ")
    return f"{_coded(' '.join(parts[:6]))},{_coded(' '.join(parts[-6:]))}"


def _coded(words: str) -> str:
    # The dash has a meaning of its own in a text fragment, and quote() leaves it as it is.
    return quote(words[:300], safe="", errors="replace").replace("-", "%2D")
