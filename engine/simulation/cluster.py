"""Parts run by a Dask cluster: the same function over the same parts. Paths and small numbers travel, never a population; its folder
has to be at the same place on every worker. This is the only module that knows distributed."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from dataclasses import replace
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from engine.population.folder import Part
from engine.simulation.order import Order, Refused, attempt
from engine.simulation.runners import Landed, Turns

PATIENCE = 30
"""Seconds to wait for a scheduler or a first worker, and for a worker when all are gone."""

_LOOK = 2


class AddressError(ValueError):
    """An address that is not to be used; the text says why, in Dutch."""


def check_address(address: str) -> None:
    """Raises AddressError. Without TLS only this machine: whoever reaches a scheduler can have any code run by its workers."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise AddressError("het adres is niet te lezen") from None
    if parts.scheme not in ("tcp", "tls") or not host or port is None:
        raise AddressError("een adres is tcp://127.0.0.1:POORT, of tls://MACHINE:POORT")
    if parts.scheme == "tcp" and not _loopback(host):
        raise AddressError("zonder TLS kan alleen deze machine zelf (127.0.0.1); gebruik tls:// voor een andere")


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Dask:
    """The workers of a scheduler. Certificates for tls:// are those of Dask's own configuration."""

    def __init__(self, address: str, patience: float = PATIENCE) -> None:
        """Raises AddressError, ImportError without the extra ``cluster``."""
        import distributed

        check_address(address)
        self.address = address
        self.patience = patience
        self._dask: Any = distributed

    def results(self, order: Order, parts: Sequence[Part]) -> Iterator[Landed]:
        """Raises ConnectionError when there is no scheduler, or it has no workers."""
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            client = self._dask.Client(self.address, timeout=self.patience, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as wrong:
            raise ConnectionError(f"{self.address} geeft geen antwoord ({wrong or type(wrong).__name__})") from None
        try:
            yield from self._run(client, order, parts)
        finally:
            client.close(timeout=self.patience)

    def _run(self, client: Any, order: Order, parts: Sequence[Part]) -> Iterator[Landed]:
        try:
            client.wait_for_workers(1, timeout=self.patience)
        except TimeoutError:
            raise ConnectionError(f"{self.address} heeft geen werkers") from None
        turns = Turns([replace(part, folder=part.folder.resolve()) for part in parts])
        running: dict[Any, Part] = {}
        seen = monotonic()
        try:
            while turns.waiting or running:
                while turns.waiting:
                    part = turns.waiting.popleft()
                    running[client.submit(attempt, order, part, check=True, pure=False)] = part
                done = self._landed(client, list(running))
                for future in done:
                    part = running.pop(future)
                    outcome = future.result() if future.status == "finished" else _lost(future)
                    if turns.over(part, outcome):
                        yield part, outcome
                if done or client.scheduler_info(n_workers=-1)["workers"]:
                    seen = monotonic()
                elif monotonic() - seen > self.patience:
                    break
        except (OSError, CancelledError, TimeoutError):
            pass
        for part in running.values():
            yield part, Refused("het cluster heeft geen werkers meer, of geeft geen antwoord", again=True)

    def _landed(self, client: Any, futures: list[Any]) -> list[Any]:
        try:
            with client.as_current():
                return list(self._dask.wait(futures, timeout=_LOOK, return_when="FIRST_COMPLETED").done)
        except TimeoutError:
            return []


def _lost(future: Any) -> Refused:
    """Why a task gave nothing at all: the scheduler already let other workers try it when a worker died."""
    if future.status == "cancelled":
        return Refused("het cluster heeft dit deel laten vallen", again=True)
    wrong = future.exception()
    if type(wrong).__name__ == "KilledWorker":
        return Refused("elke werker die dit deel kreeg, stopte", again=False)
    return Refused(f"een werker kan dit niet uitvoeren ({wrong})", again=False)
