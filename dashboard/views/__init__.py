"""The pages, each a script that reads from top to bottom."""
