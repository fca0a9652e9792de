"""Following references, and the other side of roles that belong together.

A to-one role whose other side was given is filled in: who stands among someone's ``kinderen`` has that person as ``ouder``.
A to-many role is never filled in this way: the dossier may name only some of its members, and a list that looks complete
and is not would make a decision wrong. Where both sides are given they must agree.
"""

from __future__ import annotations

from dsl.program import Program, RoleInfo
from dsl.suggest import did_you_mean, suggest
from engine.case import Obj
from engine.dossier.objects import ObjectReader, Reference, RoleEntry
from engine.dossier.report import Report, shortened

Side = tuple[str, str]
"""A role by its owner type and name."""


def link(reader: ObjectReader) -> None:
    """Fill the roles of all objects; what cannot be followed or does not agree becomes a finding."""
    for entry in reader.entries:
        members = [_found(entry, member, reader) for member in entry.members]
        known = [member for member in members if member is not None]
        if len(known) < len(members):
            continue
        unique = list({id(member): member for member in known}.values())
        if len(unique) < len(known):
            reader.report.add("TS513", entry.key, name=entry.role.plural or entry.role.name)
        entry.owner.roles[entry.role.name] = tuple(unique)
    _inverses(reader)


def _found(entry: RoleEntry, member: Obj | Reference, reader: ObjectReader) -> Obj | None:
    if isinstance(member, Obj):
        return member
    name = member.name.text
    obj = reader.objects.get(name)
    problem = remedy = ""
    if obj is None:
        problem, remedy = "zo'n object staat niet in het dossier", did_you_mean(suggest(name, reader.objects))
    elif obj.type != entry.role.target:
        problem = f"dat is een {obj.type} en geen {entry.role.target}"
    if problem:
        fields = {"reference": shortened(name), "problem": problem}
        reader.report.add("TS510", member.name, remedy=remedy, name=entry.role.name, **fields)
        return None
    return obj


def inverse_roles(program: Program) -> dict[Side, RoleInfo]:
    """The other side of every role that has one, whichever of the two declares it."""
    out: dict[Side, RoleInfo] = {}
    for info in program.types.values():
        for role in info.roles.values():
            other = (
                program.types[role.target].roles.get(role.inverse)
                if role.inverse and role.target in program.types
                else None
            )
            if other is not None:
                out[role.owner, role.name] = other
                out.setdefault((other.owner, other.name), role)
    return out


def _inverses(reader: ObjectReader) -> None:
    inverses = inverse_roles(reader.vocabulary.program)
    given = {(id(entry.owner), entry.role.name) for entry in reader.entries}
    for entry in reader.entries:
        other = inverses.get((entry.role.owner, entry.role.name))
        members = entry.owner.roles.get(entry.role.name)
        if other is None or members is None:
            continue
        for member in members:
            place = (id(member), other.name)
            present = member.roles.get(other.name)
            if present is None and place not in given and not other.many:
                member.roles[other.name] = (entry.owner,)
            elif present is not None and entry.owner not in present:
                _disagree(entry, member, reader.report)


def _disagree(entry: RoleEntry, member: Obj, report: Report) -> None:
    fields = {"first": entry.owner.key, "second": member.key}
    report.add("TS520", entry.key, name=entry.role.plural or entry.role.name, **fields)
