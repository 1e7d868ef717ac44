"""One look: a colour, a shape and a word per status, the style sheet and the Plotly template."""

from dataclasses import dataclass
from pathlib import Path
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
# Lines of claims side by side: none of them is a status, so none wears a status's colour; each also
# has its number at its end and its own dash.
SERIES: dict[Mode, tuple[str, ...]] = {
    "light": ("#1d2127", "#9a3fc4", "#17874f", "#d6417f", "#8d949e"),
    "dark": ("#f3f1ec", "#9b51d6", "#2e8f57", "#f59ac9", "#7d8590"),
}
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
SYMBOLS = {"confirmed": "circle", "alleged": "diamond", "denied": "x"}
# The same shapes as letters, for the labels of charts.
GLYPHS = {"confirmed": "●", "alleged": "◆", "denied": "✕"}


def tint(mode: Mode, status: str, strength: float) -> str:
    """A status colour mixed into the paper, 0 to 1, for cells of a table of colours."""
    paint = PAINTS[mode]
    pairs = zip(_channels(paint.paper), _channels(paint.mark[status]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * strength):02x}" for a, b in pairs)


def shade(mode: Mode, strength: float) -> str:
    """Ink mixed into the paper, 0 to 1, for amounts that have nothing to do with a status."""
    paint = PAINTS[mode]
    pairs = zip(_channels(paint.paper), _channels(paint.ink), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * strength):02x}" for a, b in pairs)


def veil(mode: Mode, opacity: float) -> str:
    """The neutral colour, see-through, for what lies over each other."""
    return f"rgba({','.join(map(str, _channels(PAINTS[mode].neutral)))},{opacity})"


def contrast(first: str, second: str) -> float:
    """The contrast of two colours as WCAG 2 defines it, 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable(background: str) -> str:
    """Black or white, whichever is easier to read: one of them always reaches AA."""
    return max(("#000000", "#ffffff"), key=lambda colour: contrast(colour, background))


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


def _luminance(colour: str) -> float:
    parts = (channel / 255 for channel in _channels(colour))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _variables() -> str:
    """Every colour as a CSS variable that follows the page's own light or dark."""
    light, dark = PAINTS["light"], PAINTS["dark"]
    pairs = {"ink": (light.ink, dark.ink), "faint": (light.faint, dark.faint)}
    pairs |= {"line": (light.line, dark.line), "panel": (light.panel, dark.panel)}
    pairs |= {"paper": (light.paper, dark.paper), "neutral": (light.neutral, dark.neutral)}
    pairs |= {f"mark-{s}": (light.mark[s], dark.mark[s]) for s in STATUSES}
    pairs |= {f"word-{s}": (light.word[s], dark.word[s]) for s in STATUSES}
    pairs |= {
        f"series-{place}": (SERIES["light"][place], SERIES["dark"][place]) for place in range(5)
    }
    pairs |= {"mark-contested": (light.ink, dark.ink), "word-contested": (light.ink, dark.ink)}
    return "".join(f"--cw-{name}: light-dark({a}, {b});" for name, (a, b) in pairs.items())


STYLE = (
    f"<style>.stApp {{{_variables()}}}\n"
    f"{Path(__file__).with_name('style.css').read_text(encoding='utf-8')}</style>"
)
