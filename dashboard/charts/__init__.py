"""Figures as pure functions of frames; neither Streamlit nor DuckDB is known here."""

from dashboard.charts.bars import ranked_bars
from dashboard.charts.calendar import calendar
from dashboard.charts.compare import compared
from dashboard.charts.course import cumulative, spread
from dashboard.charts.dots import dots
from dashboard.charts.drift import drift
from dashboard.charts.flow import flow
from dashboard.charts.heat import heat
from dashboard.charts.lags import lag_keys, lags
from dashboard.charts.people import parties

__all__ = [
    "calendar",
    "compared",
    "cumulative",
    "dots",
    "drift",
    "flow",
    "heat",
    "lag_keys",
    "lags",
    "parties",
    "ranked_bars",
    "spread",
]
