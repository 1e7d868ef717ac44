"""The rows behind a view as files: CSV that no spreadsheet runs, and Parquet."""

from collections.abc import Callable
from io import BytesIO
from typing import IO

import polars as pl
import streamlit as st

from dashboard import access
from dashboard.queries.export import TEXTS
from dashboard.snapshot import FORMULA, Kind
from dashboard.text import Reader

MIMES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def csv(frame: pl.DataFrame) -> bytes:
    """UTF-8 CSV with a byte order mark, cells that would run as a formula neutralised."""
    words = frame.with_columns(
        pl.when(pl.col(name).str.contains(FORMULA))
        .then(pl.concat_str(pl.lit("'"), pl.col(name)))
        .otherwise(pl.col(name))
        .alias(name)
        for name, kind in frame.schema.items()
        if kind == pl.String
    )
    return words.write_csv(include_bom=True).encode()


def parquet(frame: pl.DataFrame) -> bytes:
    """Parquet, as the query gave it."""
    buffer = BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def offer(frame: pl.DataFrame, name: str, reader: Reader) -> None:
    """Two small buttons that save the rows on screen, without text where it must stay."""
    if not access.current().may_take_text:
        frame = frame.drop(TEXTS & set(frame.columns))
    with st.container(horizontal=True, gap="small"):
        for kind, make in (("csv", csv), ("parquet", parquet)):
            st.download_button(
                reader.say(f"download.{kind}"),
                # Made when the button is pressed, not at every rerun.
                data=lambda make=make: make(frame),  # type: ignore[misc]
                file_name=f"claimwatch-{name}.{kind}",
                mime=MIMES[kind],
                key=f"download-{name}-{kind}",
                icon=":material/download:",
                help=reader.say("download.help"),
                on_click="ignore",
                type="tertiary",
            )


def archive(make: Callable[[], IO[bytes]], kind: Kind, reader: Reader) -> None:
    """The button that packs an export when it is pressed."""
    st.download_button(
        reader.say("export.download"),
        data=lambda: _read(make),
        file_name=f"claimwatch-{kind}.zip",
        mime="application/zip",
        key=f"download-archive-{kind}",
        icon=":material/download:",
        on_click="ignore",
        type="primary",
    )


def text(words: str, name: str, reader: Reader) -> None:
    """A button that saves a few lines of JSON-LD."""
    st.download_button(
        reader.say("export.draft.download"),
        data=words,
        file_name=name,
        mime="application/ld+json",
        key=f"download-{name}",
        icon=":material/download:",
        on_click="ignore",
    )


def _read(make: Callable[[], IO[bytes]]) -> bytes:
    with make() as packed:
        return packed.read()
