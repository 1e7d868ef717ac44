"""Pages and large feeds read in a process of their own, which is ended when it takes too long.

A megabyte of hostile HTML, as a page or inside a feed, can keep a parser busy for minutes. A thread
cannot be stopped; a process can, and takes what it allocated with it.
"""

from __future__ import annotations

import base64
import json
import signal
import subprocess
import sys
import threading
from dataclasses import replace

from etl.collect import feeds, pages, wire
from etl.collect.answers import Failure, Fetched
from etl.collect.feeds import Feed
from etl.collect.inputs import Item
from etl.config import ROOT
from etl.errors import one_line
from etl.factcheck_records import RawFactCheck
from etl.records import RawArticle, Rejected
from etl.urls import domain_of

READ_HERE = 200_000  # bytes of a feed up to which it is read in this process
MEMORY = 4_000_000_000  # bytes of address space of the reading process, where that can be limited


def read_page(found: Fetched, entry: RawArticle) -> list[Item]:
    """The article, or the reason why there is none, and the fact-checks that the page publishes."""
    fetched_at = found.fetched_at.isoformat()
    page = pages.fetched(
        found.body, entry.url or "", found.final_url, found.headers, fetched_at, entry
    )
    if isinstance(page, Rejected):
        return [page]
    if domain_of(page.url) not in (domain_of(found.final_url), domain_of(entry.url)):
        # A page may name a canonical address; it may not pass for another outlet's.
        page = replace(page, url=found.final_url)
    if b"ClaimReview" not in found.body:
        return [page]
    blank = replace(entry, url=found.final_url, fetched_at=fetched_at)
    return [page, *(x for x in pages.items(found.body, blank) if isinstance(x, RawFactCheck))]


def read_feed(found: Fetched, blank: RawArticle) -> Feed | None:
    """The feed; None if it is none."""
    return feeds.read(found.body, blank, found.final_url, found.headers.get("content-type", ""))


class Reader:
    """Reads one thing at a time in another process. Safe to use from several threads."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._end()

    def page(self, found: Fetched, entry: RawArticle) -> list[Item] | Failure:
        """What is in a page, or that it took too long or broke its reader."""
        answer = self._answer("page", found, entry)
        if isinstance(answer, Failure):
            return answer
        return [wire.load(text) for text in json.loads(answer)]

    def feed(self, found: Fetched, blank: RawArticle) -> Feed | Failure | None:
        """What a feed says; small ones are read here, where no hostility takes long."""
        if len(found.body) <= READ_HERE:
            try:
                return read_feed(found, blank)
            except Exception as error:  # any fault that a feed finds in its parser is that feed's
                detail = f"its parser broke: {type(error).__name__}: {one_line(error)}"[:300]
                return Failure(found.url, "not_a_feed", detail)
        answer = self._answer("feed", found, blank)
        return answer if isinstance(answer, Failure) else wire.load_feed(answer)

    def _answer(self, task: str, found: Fetched, blank: RawArticle) -> str | Failure:
        with self._lock:
            try:
                answer = self._ask(_request(task, found, blank))
            except OSError:
                answer = b""
            if answer:
                return answer.decode()
            self._end()
            detail = f"reading the {task} took more than {self.seconds:g} s, or too much memory"
            return Failure(found.url, "too_slow", detail)

    def _ask(self, request: bytes) -> bytes:
        process = self._process = self._process or _start()
        if process.stdin is None or process.stdout is None:
            raise OSError("no pipes")
        # The first page also waits for the process to start.
        timer = threading.Timer(self.seconds, process.kill)
        timer.start()
        try:
            process.stdin.write(request + b"\n")
            process.stdin.flush()
            return process.stdout.readline()
        finally:
            timer.cancel()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "etl.collect.reader"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)


def _request(task: str, found: Fetched, blank: RawArticle) -> bytes:
    values = {
        "task": task,
        "url": found.url,
        "final_url": found.final_url,
        "status": found.status,
        "headers": found.headers,
        "body": base64.b64encode(found.body).decode("ascii"),
        "fetched_at": found.fetched_at.isoformat(),
        "blank": wire.dump(blank),
    }
    return json.dumps(values).encode()


def _serve() -> None:
    """Read what standard input brings until it ends; the process that Reader starts."""
    from datetime import datetime

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asks
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, ValueError, OSError):
        pass  # a system without such limits still has the limit of time
    for line in sys.stdin.buffer:
        values = json.loads(line)
        task, blank = values.pop("task"), wire.load_article(values.pop("blank"))
        body = base64.b64decode(values.pop("body"))
        fetched_at = datetime.fromisoformat(values.pop("fetched_at"))
        found = Fetched(**values, moved_to=None, body=body, fetched_at=fetched_at)
        if task == "feed":
            answer = wire.dump_feed(read_feed(found, blank))
        else:
            answer = json.dumps([wire.dump(item) for item in read_page(found, blank)])
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
