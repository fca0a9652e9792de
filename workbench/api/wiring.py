"""What routes are given: the workbench, and answers that are JSON already."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request, Response

from workbench.service.workbench import Workbench


def workbench(request: Request) -> Workbench:
    return cast(Workbench, request.app.state.workbench)


Bench = Annotated[Workbench, Depends(workbench)]


class JsonBytes(Response):
    """An answer that is JSON already."""

    media_type = "application/json"
