"""The object of a dossier that a traject is about."""

from __future__ import annotations

from dsl.program import TrajectInfo
from engine.case import Obj
from engine.dossier import Dossier


def subject_of(info: TrajectInfo, dossier: Dossier) -> Obj | int:
    """The one object of the type, at the top of the dossier or else anywhere in it; how many there are when not one."""
    first = [obj for obj in dossier.top if obj.type == info.over]
    found = first or [obj for obj in dossier.objects.values() if obj.type == info.over]
    return found[0] if len(found) == 1 else len(found)
