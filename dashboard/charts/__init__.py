"""Figures as pure functions of frames; neither Streamlit nor DuckDB is known here."""

from dashboard.charts.bars import ranked_bars
from dashboard.charts.compare import compared
from dashboard.charts.course import cumulative, spread
from dashboard.charts.dots import dots
from dashboard.charts.heat import heat

__all__ = ["compared", "cumulative", "dots", "heat", "ranked_bars", "spread"]
