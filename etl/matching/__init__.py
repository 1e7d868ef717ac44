"""The parts of the stage `etl.match`: index, rows of a batch, stories, links, denials, reasons."""
