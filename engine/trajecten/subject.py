"""The object of a dossier that a traject is about."""

from __future__ import annotations

from dsl.program import TrajectInfo
from engine.case import Obj
from engine.dossier import Dossier


def subject_of(info: TrajectInfo, dossier: Dossier, key: str | None = None) -> Obj | int:
    """The one object of the type, at the top of the dossier or else anywhere in it, or the one with this key (its ``id``); how
    many there are when not one."""
    if key is not None:
        named = dossier.objects.get(key)
        return named if named is not None and named.type == info.over else 0
    first = [obj for obj in dossier.top if obj.type == info.over]
    found = first or [obj for obj in dossier.objects.values() if obj.type == info.over]
    return found[0] if len(found) == 1 else len(found)
