"""One look: a colour, a shape and a word per status, the style sheet and the Plotly template."""

from dataclasses import dataclass
from typing import Literal

import plotly.graph_objects as go

Mode = Literal["light", "dark"]

STATUSES = ("confirmed", "alleged", "denied")
STANDINGS = ("confirmed", "alleged", "denied", "contested")
SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', sans-serif"


@dataclass(frozen=True, slots=True)
class Paint:
    """The colours of one mode: paper, ink and one mark and one ink per status."""

    paper: str
    panel: str
    ink: str
    faint: str
    line: str
    neutral: str
    mark: dict[str, str]
    word: dict[str, str]


# Marks differ in lightness as well as hue, so that they stay apart for every kind of colour vision
# and in grey print; words are the same hues at AA contrast. tests/dashboard/test_theme.py measures.
PAINTS: dict[Mode, Paint] = {
    "light": Paint(
        paper="#ffffff",
        panel="#f5f4f0",
        ink="#1d2127",
        faint="#5b626c",
        line="#dcdad3",
        neutral="#8d949e",
        mark={"confirmed": "#23549f", "alleged": "#d39a1e", "denied": "#b3331d"},
        word={"confirmed": "#1f4c92", "alleged": "#7d5600", "denied": "#a12c17"},
    ),
    "dark": Paint(
        paper="#15181d",
        panel="#1e2229",
        ink="#e9e7e2",
        faint="#a3a9b3",
        line="#353b45",
        neutral="#7d8590",
        mark={"confirmed": "#5b8fe0", "alleged": "#f0c869", "denied": "#d9583d"},
        word={"confirmed": "#8db4f2", "alleged": "#f0c869", "denied": "#f28b72"},
    ),
}
SYMBOLS = {"confirmed": "circle", "alleged": "diamond", "denied": "x"}


def tint(mode: Mode, status: str, strength: float) -> str:
    """A status colour mixed into the paper, 0 to 1, for cells of a table of colours."""
    paint = PAINTS[mode]
    pairs = zip(_channels(paint.paper), _channels(paint.mark[status]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * strength):02x}" for a, b in pairs)


def template(mode: Mode) -> go.layout.Template:
    """The Plotly template that every chart shares."""
    paint = PAINTS[mode]
    axis = {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickfont": {"color": paint.faint, "size": 12},
        "title": {"font": {"color": paint.faint, "size": 12}, "standoff": 10},
        "automargin": True,
        "ticklabelstandoff": 6,
        "fixedrange": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": SANS, "size": 13, "color": paint.ink},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "showlegend": False,
            "bargap": 0.25,
            "dragmode": False,
            "hoverlabel": {
                "bgcolor": paint.panel,
                "bordercolor": paint.line,
                "font": {"family": SANS, "size": 13, "color": paint.ink},
                "align": "left",
            },
            "xaxis": axis,
            "yaxis": {**axis, "gridcolor": paint.line, "showgrid": True},
        }
    )


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _variables() -> str:
    """Every colour as a CSS variable that follows the page's own light or dark."""
    light, dark = PAINTS["light"], PAINTS["dark"]
    pairs = {"ink": (light.ink, dark.ink), "faint": (light.faint, dark.faint)}
    pairs |= {"line": (light.line, dark.line), "panel": (light.panel, dark.panel)}
    pairs |= {"paper": (light.paper, dark.paper), "neutral": (light.neutral, dark.neutral)}
    pairs |= {f"mark-{s}": (light.mark[s], dark.mark[s]) for s in STATUSES}
    pairs |= {f"word-{s}": (light.word[s], dark.word[s]) for s in STATUSES}
    pairs |= {"mark-contested": (light.ink, dark.ink), "word-contested": (light.ink, dark.ink)}
    return "".join(f"--cw-{name}: light-dark({a}, {b});" for name, (a, b) in pairs.items())


STYLE = (
    "<style>.stApp {" + _variables() + "}"
    """
.stApp { font-variant-numeric: tabular-nums; }
.stMainBlockContainer { max-width: 76rem; padding-bottom: 4rem; }
.stHtml p { margin: 0; }
[data-testid="stCaptionContainer"] { color: var(--cw-faint); }
.cw-kicker { color: var(--cw-faint); font-size: .875rem; margin: 0 0 .35rem; }
.cw-title { font: 600 clamp(1.45rem, 1.05rem + 1.5vw, 2.1rem)/1.25 var(--cw-serif);
  letter-spacing: -.01em; margin: 0; padding: 0; text-wrap: pretty; overflow-wrap: anywhere; }
.stApp { --cw-serif: Charter, 'Bitstream Charter', 'Iowan Old Style', Georgia, 'Noto Serif', serif; }
.cw-standing .cw-status { display: block; margin-bottom: .2rem; }
.cw-standing { font-size: 1.0625rem; line-height: 1.55; max-width: 46rem; margin-top: .75rem !important; }
.cw-caption { color: var(--cw-faint); font-size: .875rem; line-height: 1.45; }
.cw-status { color: var(--word); white-space: nowrap; font-weight: 600; }
.cw-status i { display: inline-block; width: .68em; height: .68em; margin-right: .4em;
  background: var(--mark); }
.cw-confirmed > i { border-radius: 50%; }
.cw-alleged > i { transform: rotate(45deg) scale(.92); }
.cw-denied > i { width: .78em; height: .78em; margin-bottom: -.05em; clip-path: polygon(16% 0, 50% 34%,
  84% 0, 100% 16%, 66% 50%, 100% 84%, 84% 100%, 50% 66%, 16% 100%, 0 84%, 34% 50%, 0 16%); }
.cw-contested > i { border-radius: 50%; border: 1.5px solid var(--mark);
  background: linear-gradient(to right, var(--mark) 50%, transparent 50%); }
.cw-confirmed { --word: var(--cw-word-confirmed); --mark: var(--cw-mark-confirmed); }
.cw-alleged { --word: var(--cw-word-alleged); --mark: var(--cw-mark-alleged); }
.cw-denied { --word: var(--cw-word-denied); --mark: var(--cw-mark-denied); }
.cw-contested { --word: var(--cw-word-contested); --mark: var(--cw-mark-contested); }
.cw-legend { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; font-size: .875rem; }
.cw-figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr));
  border-block: 1px solid var(--cw-line); margin: .75rem 0 .5rem; }
.cw-figures > div { padding: .8rem 1rem .8rem 0; }
.cw-figures b { display: block; font-size: 1.9rem; font-weight: 600; line-height: 1.2; }
.cw-figures span { display: block; font-size: .875rem; }
.cw-figures small { color: var(--cw-faint); font-size: .8125rem; }
.cw-meta { display: flex; flex-wrap: wrap; gap: .1rem .9rem; align-items: baseline;
  font-size: .875rem; color: var(--cw-faint); }
.cw-spark { display: flex; align-items: flex-end; height: 2.4rem; gap: 1px;
  border-bottom: 1px solid var(--cw-line); }
.cw-spark i { flex: 1; min-width: 2px; }
.cw-counts { display: flex; gap: .9rem; font-size: .875rem; margin-top: .3rem; }
[class*="st-key-row-"] { border-bottom: 1px solid var(--cw-line); padding: .55rem 0 .8rem; }
[class*="st-key-row-"] [data-testid="stHorizontalBlock"] { row-gap: .5rem; }
[class*="st-key-row-"] .cw-mention { border: 0; padding: 0; }
.cw-legend .cw-box { display: inline-block; width: .8em; height: .8em; margin-right: .4em; }
[class*="st-key-row-"] [data-testid="stPageLink-NavLink"] { padding: 0; background: none; }
[data-testid="stPageLink-NavLink"] p { white-space: normal; overflow: visible; }
[class*="st-key-row-"] [data-testid="stPageLink-NavLink"] p { font-weight: 600; line-height: 1.4;
  overflow-wrap: break-word; color: var(--cw-ink); }
[class*="st-key-row-"] [data-testid="stPageLink-NavLink"]:hover p { text-decoration: underline; }
.cw-mention { border-top: 1px solid var(--cw-line); padding: .8rem 0 .7rem; }
.cw-mention blockquote { margin: .35rem 0; padding: 0; border: 0; color: var(--cw-ink);
  font-size: 1rem; line-height: 1.6; max-width: 52rem; overflow-wrap: anywhere; unicode-bidi: isolate; }
.cw-mention.cw-gone blockquote { color: var(--cw-faint); text-decoration: line-through; }
.cw-mention mark { color: inherit; background: none; padding: 0; }
.cw-mention mark.cw-cue { background: color-mix(in srgb, var(--mark) 20%, transparent); border-radius: 2px; }
.cw-mention mark.cw-speaker { text-decoration: underline 2px var(--cw-neutral); text-underline-offset: 3px; }
.cw-mention a { color: var(--cw-ink); }
.cw-scroll { overflow-x: auto; max-width: 100%; }
.cw-table { border-collapse: collapse; width: 100%; font-size: .875rem; margin: 0; border: 0; }
.cw-table th { text-align: left; font-weight: 500; color: var(--cw-faint); white-space: nowrap;
  border: 0; border-bottom: 1px solid var(--cw-line); padding: .35rem 1.5rem .35rem 0; }
.cw-table td { border: 0; border-bottom: 1px solid var(--cw-line); padding: .45rem 1.5rem .45rem 0;
  vertical-align: baseline; }
.cw-table .cw-num { text-align: right; white-space: nowrap; }
.cw-table .cw-short { white-space: nowrap; }
.cw-table .cw-wide { min-width: 11rem; overflow-wrap: anywhere; }
.cw-empty { border-block: 1px solid var(--cw-line); padding: 1.5rem 0; margin: 1rem 0; }
.cw-empty b { display: block; font-size: 1.0625rem; margin-bottom: .25rem; }
</style>"""
)
