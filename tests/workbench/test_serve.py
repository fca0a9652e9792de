"""The socket that the workbench is served on."""

from __future__ import annotations

import socket

from workbench.cli.commands.serve import listening


def test_the_parts_of_an_answer_do_not_wait_for_each_other() -> None:
    with listening("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()) as _:
        connection, _ = listener.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
