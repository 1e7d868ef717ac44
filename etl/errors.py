"""The errors that the ETL raises by name; pipeline.py and __main__.py decide what follows."""


def one_line(error: BaseException, most: int | None = 300) -> str:
    """What an error says, without line breaks, in so many characters at most."""
    return " ".join(str(error).split())[:most]


class ClaimwatchError(Exception):
    "Base of all errors that end a command with one clear line."


class UsageError(ClaimwatchError):
    "The command line or an input that it names cannot be used (exit code 2)."


class ConfigError(ClaimwatchError):
    "A settings file has an unknown key or a value of the wrong kind (exit code 2)."


class WarehouseBusyError(ClaimwatchError):
    "Another process holds the warehouse (exit code 1)."


class StoppedError(ClaimwatchError):
    "The run was asked to stop; what it has stored is kept, the rest comes next time (exit code 1)."


class RunError(ClaimwatchError):
    "The run failed; the last snapshot is untouched (exit code 1)."


class DecisionError(UsageError):
    "A decision names what does not exist or cannot be done as things stand (exit code 2)."


class EngineError(ClaimwatchError):
    "The cluster cannot go on; what was stored is kept, the last snapshot untouched (exit code 1)."
