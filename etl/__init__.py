"""The ETL: news articles in, an immutable snapshot of claims out."""

__version__ = "0.1.0"
