"""The watched world of the fault tests, for the commands around feeds."""

from tests.faults.conftest import world

__all__ = ["world"]
