"""``toetssteen serve``: the workbench as a server."""

from __future__ import annotations

import logging
import socket
from argparse import Namespace
from typing import TYPE_CHECKING

from dsl.diagnostics import diagnose
from dsl.files import reason
from dsl.source import NOWHERE, Sources
from workbench.cli.console import FINDINGS, GOOD, USAGE, Console

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

    from workbench.settings import Settings

_GRACE = 30
"""Seconds in which what runs may finish after the server was asked to stop."""


def run(args: Namespace, console: Console) -> int:
    try:
        import uvicorn
        from pydantic import ValidationError

        from engine.register.trouble import RegisterError
        from workbench.api.app import make_app
        from workbench.api.frame import JsonLines
        from workbench.service.problems import RefusedError
        from workbench.settings import Settings
        from workbench.toegang.config import AccessError
        from workbench.web.desk import Desk
        from workbench.web.examples import add_examples
    except ImportError:
        console.findings([diagnose("TS897", NOWHERE, extra="web")], Sources())
        return USAGE
    try:
        given = {} if args.poort is None else {"port": args.poort}
        settings = Settings(**given)
    except ValidationError as wrong:
        found = [_setting(error["loc"], error["msg"]) for error in wrong.errors()]
        console.findings([diagnose("TS896", NOWHERE, name=name, what=what) for name, what in found], Sources())
        return USAGE
    handler = logging.StreamHandler(console.err)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("toetssteen").setLevel(logging.INFO)
    try:
        # Bound before anything else: a port that is taken is said at once, and port 0 has its number.
        listener = listening(settings.host, settings.port)
    except OSError as wrong:
        console.findings([diagnose("TS898", NOWHERE, what=f"poort {settings.port}: {reason(wrong)}")], Sources())
        return FINDINGS
    with listener:
        try:
            app = make_app(settings)
        except (AccessError, RegisterError) as wrong:
            console.findings([diagnose("TS898", NOWHERE, what=str(wrong).rstrip("."))], Sources())
            return FINDINGS
        except RefusedError as wrong:
            console.findings([diagnose("TS898", NOWHERE, what=one.cause) for one in wrong.wrongs], Sources())
            return FINDINGS
        except ImportError:
            console.findings([diagnose("TS897", NOWHERE, extra="otel")], Sources())
            return USAGE
        except OSError as wrong:
            console.findings([diagnose("TS898", NOWHERE, what=reason(wrong))], Sources())
            return FINDINGS
        if settings.mode == "eenpersoons":
            add_examples(Desk(app.state.workbench))
        host, port = listener.getsockname()[:2]
        console.print(f"De werkbank staat op http://{host}:{port} (stoppen: Ctrl+C)")
        console.flush()
        uvicorn.Server(served(app, settings)).run([listener])
    return GOOD


def served(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """How the server answers. What a request says of where it came from is believed of the proxy that the settings name alone: else who
    calls could be anybody, and is never the same twice when there is a limit on how often."""
    import uvicorn

    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=settings.mode == "oidc" and bool(settings.proxy.strip()),
        forwarded_allow_ips=settings.proxy,
        timeout_graceful_shutdown=_GRACE,
        h11_max_incomplete_event_size=64 * 1024,
    )


def listening(host: str, port: int) -> socket.socket:
    """A socket that takes in connections. The parts of an answer do not wait for each other on them, which takes 40 ms: the event loop
    sees to that for a socket that it opens itself, and not for one that it is given. Raises OSError."""
    listener = socket.create_server((host, port), backlog=2048)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _setting(place: tuple[int | str, ...], message: str) -> tuple[str, str]:
    said = message.removeprefix("Value error, ").rstrip(".")
    return "TOETSSTEEN_" + "_".join(str(part).upper() for part in place or ("HOST",)), said
