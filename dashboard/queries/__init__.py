"""All SQL of the dashboard, as plain strings in named functions."""
