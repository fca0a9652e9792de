"""Following references, and the other side of roles that belong together.

A to-one role whose other side was given is filled in: who stands among someone's ``kinderen`` has that person as ``ouder``.
A to-many role is never filled in this way: the dossier may name only some of its members, and a list that looks complete
and is not would make a decision wrong. Where both sides are given they must agree.
"""

from __future__ import annotations

from dsl.program import Program, RoleInfo
from engine.case import Obj
from engine.dossier.ledger import Ledger, Place
from engine.dossier.memberships import most_at_once, overlapping
from engine.dossier.objects import IS, ObjectReader, Reference, RoleEntry
from engine.dossier.report import Report, shortened
from engine.dossier.statements import Membership, Saying

Side = tuple[str, str]
"""A role by its owner type and name."""


def link(reader: ObjectReader) -> Ledger:
    """Fill the roles of all objects; what cannot be followed or does not agree becomes a finding. Gives what was said of facts
    and roles beside what stands with the objects."""
    ledger = Ledger(reader.vocabulary.program, reader.said)
    for entry in reader.entries:
        members = [(_found(entry, member, reader), saying) for member, saying, _ in entry.members]
        known = [(member, saying) for member, saying in members if member is not None]
        if len(known) < len(members):
            continue
        if not entry.is_plain:
            ledger.roles[entry.owner.key, entry.role.name] = tuple(
                Membership(member.key, saying) for member, saying in known
            )
            _check_periods(entry, known, reader.report)
            continue
        unique = list({id(member): member for member, _ in known}.values())
        if len(unique) < len(known):
            reader.report.add("TS513", entry.key, name=entry.role.plural or entry.role.name)
        entry.owner.roles[entry.role.name] = tuple(unique)
    _inverses(reader, ledger)
    ledger.fill(reader.objects)
    return ledger


def _check_periods(entry: RoleEntry, known: list[tuple[Obj, Saying]], report: Report) -> None:
    """Report what one origin cannot have meant: a member twice on one day, or more members than there can be."""
    memberships = tuple(Membership(member.key, saying) for member, saying in known)
    twice = overlapping(memberships)
    for first, second in twice:
        fields = {"name": known[second][0].key, "role": entry.role.name}
        nodes = entry.members[second][2], entry.members[first][2]
        report.add_pair("TS531", *nodes, "de andere periode", **fields)
    count = most_at_once(memberships)
    if count > entry.role.maximum and not twice:
        name = entry.role.plural or entry.role.name
        report.add("TS509", entry.key, name=name, count=count, maximum=entry.role.maximum)


def _found(entry: RoleEntry, member: Obj | Reference, reader: ObjectReader) -> Obj | None:
    if isinstance(member, Obj):
        return member
    name = member.name.text
    obj = reader.objects.get(name)
    problem = remedy = ""
    if obj is None:
        problem, remedy = "zo'n object staat niet in het dossier", reader.report.near(name, reader.objects)
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


def _inverses(reader: ObjectReader, ledger: Ledger) -> None:
    """Fill the other sides that may be filled, with the same periods; both sides that were given must name each other."""
    others = inverse_roles(reader.vocabulary.program)
    given = {(entry.owner.key, entry.role.name) for entry in reader.entries}
    filled: dict[Place, list[Membership]] = {}
    for entry in reader.entries:
        other = others.get((entry.role.owner, entry.role.name))
        if other is None:
            continue
        place = entry.owner.key, entry.role.name
        for key, saying in _said_of(entry.owner, entry.role.name, ledger.roles.get(place)):
            member = reader.objects[key]
            far = key, other.name
            if far in given:
                present = {there for there, _ in _said_of(member, other.name, ledger.roles.get(far))}
                if (other.name in member.roles or far in ledger.roles) and entry.owner.key not in present:
                    _disagree(entry, member, reader.report)
            elif not other.many:
                said = filled.setdefault(far, [])
                if said and saying == IS and all(one.saying == IS for one in said):
                    _disagree(entry, member, reader.report)
                else:
                    said.append(Membership(entry.owner.key, saying))
    for (key, name), said in filled.items():
        if all(one.saying == IS for one in said):
            reader.objects[key].roles[name] = tuple(reader.objects[one.member] for one in said)
        else:
            ledger.roles[key, name] = tuple(said)


def _said_of(owner: Obj, role: str, said: tuple[Membership, ...] | None) -> list[tuple[str, Saying]]:
    """Who is in a role, with what goes with it."""
    if said is not None:
        return [(one.member, one.saying) for one in said]
    return [(member.key, IS) for member in owner.ever(role)]


def _disagree(entry: RoleEntry, member: Obj, report: Report) -> None:
    fields = {"first": entry.owner.key, "second": member.key}
    report.add("TS520", entry.key, name=entry.role.plural or entry.role.name, **fields)
