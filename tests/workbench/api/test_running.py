"""What runs: workers that take too long or die, a server that is asked to stop, and what is told to collectors."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import signal
import sqlite3
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from engine.register import Keys
from tests.workbench.api.conftest import dossier
from tests.workbench.api.server import serving
from workbench.service.answers import Keeping
from workbench.service.asked import Asked
from workbench.service.caller import Trace
from workbench.service.ldv import JsonLines, Logbook, Otlp
from workbench.service.pool import Processes
from workbench.service.problems import BusyError, RefusedError, TooLongError

CASE = {"besluit": "Zorgtoeslag", "dossier": dossier("zorgtoeslag")}


def test_a_worker_that_takes_too_long_or_dies_is_replaced() -> None:
    pool = Processes(None, 1, 60.0)
    try:
        asked = Asked(**CASE)
        assert pool.ask("next_question", asked)[0].startswith(b"{")
        (worker,) = pool._workers
        assert worker._child.process.pid is not None
        os.kill(worker._child.process.pid, signal.SIGSTOP)
        with pytest.raises(TooLongError):
            pool.ask("next_question", asked, seconds=0.1)
        assert pool.ask("next_question", asked)[0].startswith(b"{")
        worker._child.process.kill()
        worker._child.process.join()
        assert pool.ask("next_question", asked)[0].startswith(b"{")
        with pytest.raises(RefusedError):
            pool.ask("next_question", Asked("Zorg", {}))
    finally:
        pool.close()
    assert not worker._child.process.is_alive() and not worker._thread.is_alive()
    with pytest.raises(BusyError):
        pool.ask("next_question", asked)


def test_questions_behind_one_that_takes_too_long_are_asked_again() -> None:
    pool = Processes(None, 1, 60.0)
    try:
        asked = Asked(**CASE)
        arguments = ("decide", asked, (), Keeping("regels"))
        good = pool.ask(*arguments)
        (worker,) = pool._workers
        assert worker._child.process.pid is not None
        os.kill(worker._child.process.pid, signal.SIGSTOP)
        with ThreadPoolExecutor(3) as threads:
            late = threads.submit(pool.ask, *arguments, seconds=0.5)
            while not worker._asked:
                time.sleep(0.01)
            others = [threads.submit(pool.ask, *arguments) for _ in range(2)]
            with pytest.raises(TooLongError):
                late.result()
            assert [one.result() for one in others] == [good, good]
    finally:
        pool.close()


def test_who_waits_too_long_is_turned_away_and_costs_nobody_a_worker() -> None:
    pool = Processes(None, 1, 60.0)
    try:
        asked = Asked(**CASE)
        assert pool.ask("next_question", asked)
        (worker,) = pool._workers
        assert worker._child.process.pid is not None
        os.kill(worker._child.process.pid, signal.SIGSTOP)
        pool.seconds = 0.2
        with ThreadPoolExecutor(1) as threads:
            held_up = threads.submit(pool.ask, "next_question", asked, seconds=60.0)
            while not worker._asked:
                time.sleep(0.01)
            with pytest.raises(BusyError):
                pool.ask("next_question", asked)
            with pytest.raises(BusyError):
                asyncio.run(pool.answer("next_question", asked))
            os.kill(worker._child.process.pid, signal.SIGCONT)
            assert held_up.result()[0].startswith(b"{")
        pool.seconds = 60.0
        assert asyncio.run(pool.answer("next_question", asked))[0].startswith(b"{")
    finally:
        pool.close()


def test_a_server_that_is_asked_to_stop_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    acknowledged: list[str] = []
    with serving(tmp_path) as server:
        place = server.url.removeprefix("http://")

        def ask() -> None:
            body = json.dumps(CASE)
            with closing(http.client.HTTPConnection(place, timeout=60)) as connection:
                while True:
                    try:
                        connection.request("POST", "/v1/beslissingen", body, {"content-type": "application/json"})
                        answer = connection.getresponse()
                        told = json.loads(answer.read())
                    except (OSError, http.client.HTTPException):
                        return
                    if answer.status == 201:
                        acknowledged.append(told["id"])

        with urllib.request.urlopen(f"{server.url}/gereed", timeout=60) as answer:
            assert answer.status == 200
        threads = [threading.Thread(target=ask) for _ in range(6)]
        for thread in threads:
            thread.start()
        while len(acknowledged) < 12 and server.process.poll() is None:
            threading.Event().wait(0.05)
        server.process.terminate()
        assert server.process.wait(60) in (0, -15)
        for thread in threads:
            thread.join()
        log = [json.loads(line) for line in server.log.read_text().splitlines()]
    with sqlite3.connect(tmp_path / "register.db") as register:
        kept = {row[0] for row in register.execute("SELECT id FROM entry WHERE kind = 'besluit'")}
    assert set(acknowledged) <= kept
    asked = [line for line in log if line["bron"] == "toetssteen.verzoek"]
    assert {line["route"] for line in asked} >= {"/beslissingen", "/gereed"}
    assert "Samira" not in json.dumps(log)


@contextmanager
def collector(status: int) -> Iterator[tuple[str, list[bytes]]]:
    """Takes in what it is sent, and answers with a status."""
    taken: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1/traces", taken
        finally:
            server.shutdown()
            thread.join()


def test_a_record_that_the_collector_does_not_take_in_stops_the_processing() -> None:
    trace = Trace("0af7651916cd43dd8448eb211c80319c")
    with collector(200) as (address, taken):
        logbook = Logbook(Otlp(address), Keys.new(), "urn:activiteit:")
        with logbook.processing("beslissen", "Zorgtoeslag", trace) as processing:
            processing.subject = "dossier-1"
    assert bytes.fromhex(trace.trace) in taken[0]
    assert b"urn:activiteit:zorgtoeslag" in taken[0]
    assert b"dossier-1" not in taken[0]
    with collector(400) as (address, _):
        logbook = Logbook(Otlp(address), Keys.new(), "urn:activiteit:")
        with pytest.raises(OSError), logbook.processing("beslissen", "Zorgtoeslag", trace):
            pass


def test_a_record_that_a_full_disk_cut_off_spoils_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = JsonLines(tmp_path / "logboek.jsonl")
    file.write({"nr": 1})
    write = os.write
    with monkeypatch.context() as full:
        full.setattr(os, "write", lambda handle, line: write(handle, line[:5]))
        for number in (2, 3):
            with pytest.raises(OSError, match="cut off"):
                file.write({"nr": number})
    file.write({"nr": 4})
    lines = (tmp_path / "logboek.jsonl").read_text().splitlines()
    (tmp_path / "logboek.jsonl").rename(tmp_path / "oud.jsonl")
    file.write({"nr": 5})
    assert (tmp_path / "logboek.jsonl").read_text() == '{"nr":5}\n'
    assert (lines[0], lines[-1]) == ('{"nr":1}', '{"nr":4}')


def test_it_says_whether_it_is_healthy_and_ready(client: TestClient) -> None:
    assert client.get("/gezond").json() == {"status": "gezond"}
    assert client.get("/gereed").json() == {"status": "gereed"}
