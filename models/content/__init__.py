"""The content of a sentence: its frame taken off, the rest put as a plain statement."""
