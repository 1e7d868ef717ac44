"""The rows behind a view as files: CSV that no spreadsheet runs, and Parquet."""

from io import BytesIO

import polars as pl
import streamlit as st

from dashboard.text import Reader

# A cell that begins like this is a formula to a spreadsheet; a quote before it makes it text.
FORMULA = r"^\s*[=+\-@\t\r\n]"


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
    """Two small buttons that save the rows of what is on screen."""
    with st.container(horizontal=True, gap="small"):
        for kind, make in (("csv", csv), ("parquet", parquet)):
            st.download_button(
                reader.say(f"download.{kind}"),
                # Made when the button is pressed, not at every rerun.
                data=lambda make=make: make(frame),  # type: ignore[misc]
                file_name=f"claimwatch-{name}.{kind}",
                mime="text/csv" if kind == "csv" else "application/vnd.apache.parquet",
                key=f"download-{name}-{kind}",
                icon=":material/download:",
                help=reader.say("download.help"),
                on_click="ignore",
                type="tertiary",
            )
