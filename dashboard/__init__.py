"""The dashboard: reads the newest snapshot and shows how claims are reported."""
