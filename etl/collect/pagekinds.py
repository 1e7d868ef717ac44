"""What kind of page it is: an article, or one of the things that are served in its place."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from etl.urls import is_proxy, names_a_list

Reason = Literal[
    "not_html",
    "page_too_large",
    "consent_wall",
    "paywall_stub",
    "bot_wall",
    "error_page",
    "list_page",
    "frame_page",
    "proxy_page",
    "no_article",
]

EXPLAINED: dict[Reason, str] = {
    "not_html": "the file is not an HTML page",
    "page_too_large": "more elements or text than a page with an article has",
    "consent_wall": "the page asks for consent instead of showing the article",
    "paywall_stub": "the page shows only an offer to subscribe",
    "bot_wall": "the page checks whether the visitor is a person",
    "error_page": "the page says that there is nothing here",
    "list_page": "a home, tag, category, author or search page, not one article",
    "frame_page": "the page only frames another one",
    "proxy_page": "the page of a proxy that does not name the article",
    "no_article": "no article text in the page",
}

# What leads to no article, as against an article that is not shown to us.
NO_ARTICLE: frozenset[str] = frozenset({"list_page", "frame_page", "proxy_page"})
STUB_WORDS = 150  # a paid text shorter than this is only the beginning of an article
_SHORT_WORDS = 60  # a page with fewer words shows a notice, if it shows one
_MOSTLY = 0.6  # share of sentences about consent that makes a text a consent wall
_LINKS = 0.5  # share of words in links from which a page is a list

_CONSENT = re.compile(
    r"cookies?\b|куки|einwilligung|zustimm|consent|consentement|consentimiento|consenso"
    r"|datenschutz|privacy|privatsphäre|données personnelles|protección de datos|dati personali"
    r"|zgod[aęy]\b|ciasteczk|prywatnoś|согласи|персональн\w+ данн|згод[ауи]\b|персональн\w+ дан"
    r"|tracking|werbe(partner|tracking)|partenaires|pur[- ]abo|werbefrei|\btcf\b|vendors?\b|gdpr"
    r"|çerez|kişisel veri|onayınız|gizlili|ملفات تعريف الارتباط|موافقت|البيانات الشخصية|خصوصيت"
    r"|dsgvo|rgpd|accept all|alle(s)? akzeptieren|tout accepter|aceptar todo|accetta tutt",
    re.IGNORECASE,
)
_CONSENT_HOST = re.compile(r"(^|\.)(consent|guce|cmp|zustimmung|privacy)[.-]", re.IGNORECASE)
_CONSENT_PATH = re.compile(r"/(zustimmung|consent|cookie-?wall|cmp|privacy-?wall)(/|$)")
_PAY = re.compile(
    r"(jetzt|weiter)\s?(lesen|testen|abonnieren)|weiterlesen mit|nur für abonnenten"
    r"|bereits (abonnent|kunde|registriert)|abo abschließen|probeabo|diesen artikel (kostenlos|mit)"
    r"|exklusiv für abo"
    r"|subscribe (now|to (read|continue))|subscribers?[- ]only|already a (subscriber|member)"
    r"|to continue reading|this article is for|start your (free )?trial|log in to (read|continue)"
    r"|réservé aux abonnés|article réservé|abonnez-vous pour|déjà abonné|pour lire la suite"
    r"|solo para suscriptores|exclusivo para suscriptores|suscríbete para|ya eres suscriptor"
    r"|riservato agli abbonati|abbonati per|sei già abbonato|contenuto riservato"
    r"|dla (subskrybentów|prenumeratorów)|wykup dostęp|masz już (konto|subskrypcję)"
    r"|только для подписчиков|оформите подписку|читать полностью по подписке"
    r"|(лише|тільки) для передплатників|оформіть підписку"
    r"|abonelere özel|yalnızca aboneler|devamını okumak için (abone|giriş)|zaten abone misiniz"
    r"|للمشتركين فقط|حصري للمشتركين|اشترك لمتابعة",
    re.IGNORECASE,
)
_BOT = re.compile(
    r"just a moment|checking (your browser|if the site connection)|are you (a|not a) (robot|human)"
    r"|verify(ing)? (that )?you are (a )?human|attention required! \| cloudflare|ddos[- ]guard"
    r"|enable javascript and cookies|unusual traffic|captcha|access (to this page has been )?denied"
    r"|request unsuccessful\. incapsula|pardon our interruption|bist du ein roboter"
    r"|sind sie ein mensch|vous n'êtes pas un robot|no eres un robot|я не робот"
    r"|подтвердите, что вы|robot olmadığınızı|لست روبوت",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"\b(404|410|403|500|502|503)\b|not found|seite nicht gefunden|nicht (mehr )?verfügbar"
    r"|page introuvable|página no encontrada|pagina non trovata|nie znaleziono|strona nie istnieje"
    r"|страница не найдена|сторінк[ау] не знайдено|sayfa bulunamadı|الصفحة غير موجودة"
    r"|does(n't| not) exist|existiert nicht"
    r"|no longer available|internal server error|service unavailable|bad gateway",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"[^.!?…\n]+[.!?…]?")


def asks_consent(title: str, text: str, url: str | None, share: float = _MOSTLY) -> bool:
    """True if most of what there is to read is about consent to cookies and tracking."""
    parts = urlsplit(url or "")
    if _CONSENT_HOST.search(parts.hostname or "") or _CONSENT_PATH.search(parts.path):
        return True
    sentences = [s for s in _SENTENCES.findall(text) if len(s.split()) > 2]
    about = [s for s in sentences if _CONSENT.search(s)]
    # An article about a privacy law speaks of consent too, but not in nearly every sentence,
    # and not in so few words.
    distinct = {match[0].lower() for s in about for match in _CONSENT.finditer(s)}
    words = len(text.split())
    return (
        len(about) >= 2
        and words < 600
        and (len(about) >= share * len(sentences) or bool(_CONSENT.search(title)))
        and (len(distinct) >= 2 or words < 120)
    )


def is_stub(text: str, page_text: str, *, paid: bool) -> bool:
    """True if only the beginning of a paid article is shown."""
    return len(text.split()) < STUB_WORDS and (paid or bool(_PAY.search(page_text)))


def too_large(tree: HtmlElement, max_elements: int, max_chars: int) -> bool:
    """True for a page that would take minutes to read, by mistake or on purpose."""
    chars = 0
    for elements, element in enumerate(tree.iter(), start=1):
        if isinstance(element.tag, str) and element.tag not in ("script", "style"):
            chars += len(element.text or "")
        chars += len(element.tail or "")
        if elements > max_elements or chars > max_chars:
            return True
    return False


def shown_text(tree: HtmlElement) -> str:
    """The visible words of a page, one piece a line, bounded."""
    parts = tree.xpath("//body//text()[not(ancestor::script or ancestor::style)]")
    return "\n".join(line for part in parts if (line := " ".join(part.split())))[:50_000]


def unreadable(
    tree: HtmlElement, title: str, text: str, shown: str, url: str | None, *, is_article: bool
) -> Reason | None:
    """Why a page is no article, or None if it is one; `shown` is all that the page shows."""
    words = len(text.split())
    page_title = f"{title} {tree.findtext('.//title') or ''}"
    if asks_consent(title, text, url) or (
        words < _SHORT_WORDS and not is_article and asks_consent(page_title, shown, url, 0.4)
    ):
        return "consent_wall"
    if words < 2 * _SHORT_WORDS and _BOT.search(page_title if words else shown):
        return "bot_wall"
    if words < 2 * _SHORT_WORDS and _ERROR.search(page_title) and not is_article:
        return "error_page"
    if url and is_proxy(url):
        return "proxy_page"
    if words < _SHORT_WORDS and (framed := _framed(tree, shown)):
        return framed
    if url and names_a_list(url) and not (is_article and words > STUB_WORDS):
        return "list_page"
    if not is_article and _is_list(tree, words, shown):
        return "list_page"
    if words == 0:
        pays = _PAY.search(shown) and len(shown.split()) < 10 * _SHORT_WORDS
        return "paywall_stub" if pays else "no_article"
    return None


def _framed(tree: HtmlElement, shown: str) -> Reason | None:
    """What a frameset is, or a page that shows hardly more than a frame."""
    if next(tree.iter("frameset"), None) is not None:
        return "frame_page"
    frames = [f for f in tree.iter("iframe") if (f.get("src") or "").startswith(("http", "/"))]
    if not frames or len(shown.split()) >= _SHORT_WORDS:
        return None
    # A frame that nobody sees counts the visit; the browser would put the article beside it.
    return "no_article" if all(map(_is_unseen, frames)) else "frame_page"


def _is_unseen(frame: HtmlElement) -> bool:
    sides = {(frame.get(side) or "").removesuffix("px") for side in ("width", "height")}
    return bool(sides & {"0", "1"}) or "display:none" in (frame.get("style") or "").replace(" ", "")


def _is_list(tree: HtmlElement, words: int, shown: str) -> bool:
    """True if the page is mostly headings that are links to other articles."""
    headings = tree.xpath("//h2|//h3|//article")
    linked = sum(next(heading.iter("a"), None) is not None for heading in headings)
    articles = len(tree.xpath("//article"))
    linked_words = sum(len(a.text_content().split()) for a in tree.iter("a"))
    share = linked_words / max(1, len(shown.split()))
    return linked >= 8 and share > _LINKS and (articles != 1 or words < STUB_WORDS)
