"""The objects of a dossier: their facts, and the roles in which they stand to each other.

An object is a group of facts and roles. It may carry ``id: naam``; elsewhere ``zie: naam`` stands for that same object.
Objects without an id are named by their place: ``leefeenheid.cliënt``, ``persoon.kind[2]``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dsl.program import RoleInfo, TypeInfo
from engine.case import Obj
from engine.dossier.facts import UNKNOWN, FactReader
from engine.dossier.ledger import Place
from engine.dossier.report import Report, shortened
from engine.dossier.sayings import SAYING_KEYS, SayingReader
from engine.dossier.statements import Saying, Statement
from engine.dossier.vocabulary import FactKey, RoleKey, Vocabulary, folded
from engine.safe_yaml import Mapping, Node, Scalar, Sequence

_NONE = "geen"
_NULL = "null"
IS = Saying()
"""What goes with a member of which no more is said than that it is there."""
_ID = re.compile(r"[^\W_][\w .,'-]{0,79}")


@dataclass(frozen=True, slots=True)
class Reference:
    """``zie: naam`` in the place of an object."""

    name: Scalar


@dataclass(slots=True)
class RoleEntry:
    """A role as the dossier gives it, before references are followed: its members, each with what goes with it."""

    owner: Obj
    role: RoleInfo
    key: Scalar
    members: list[tuple[Obj | Reference, Saying, Node]]

    @property
    def is_plain(self) -> bool:
        """Whether its members are just there, on all days."""
        return all(saying == IS for _, saying, _ in self.members)


@dataclass(slots=True)
class ObjectReader:
    """Reads objects and keeps them all by key, in the order of the dossier."""

    vocabulary: Vocabulary
    report: Report
    objects: dict[str, Obj] = field(default_factory=dict)
    named: dict[str, Obj] = field(default_factory=dict)
    entries: list[RoleEntry] = field(default_factory=list)
    said: dict[Place, tuple[Statement, ...]] = field(default_factory=dict)

    def read(self, info: TypeInfo, node: Mapping, place: str, *, member: bool = False) -> Obj:
        """The object that a group describes; what is wrong in it is left out, with a finding. ``member``: it stands in a role, so
        what goes with its membership may stand in the same group."""
        obj = Obj(self._key(node, place), info.name)
        self.objects[obj.key] = obj
        given: dict[str, Scalar] = {}
        for key, value in node.entries:
            if key.text == "id":
                continue
            meaning = self.vocabulary.key(info, key.text)
            if meaning is None and member and folded(key.text) in SAYING_KEYS:
                continue
            if meaning is None:
                remedy = "" if self.report.full else self.vocabulary.remedy(info, key.text)
                self.report.add("TS501", key, remedy=remedy, name=shortened(key.text), owner=info.name)
                continue
            name = meaning.attr.name if isinstance(meaning, FactKey) else f"rol {meaning.role.name}"
            if name in given:
                self.report.add("TS507", key, key=shortened(key.text))
                continue
            given[name] = key
            if isinstance(meaning, RoleKey):
                self._role(obj, meaning.role, key, value)
            else:
                self._fact(obj, meaning, key, value)
        return obj

    def _key(self, node: Mapping, place: str) -> str:
        given = node.get("id")
        if given is None:
            return self._free(place)
        if not isinstance(given, Scalar) or not _ID.fullmatch(given.text):
            reason = "een id is een korte naam van letters, cijfers, spaties en streepjes"
            self.report.add("TS514", given, reason=reason, remedy="Schrijf bijvoorbeeld 'id: anna'.")
        elif given.text in self.objects:
            self.report.add("TS513", given, name=shortened(given.text))
        else:
            return given.text
        return self._free(place)

    def _free(self, place: str) -> str:
        """The place, with a number behind it where someone gave that name as an id."""
        number, key = 1, place
        while key in self.objects:
            number += 1
            key = f"{place}#{number}"
        return key

    def _fact(self, obj: Obj, meaning: FactKey, key: Scalar, value: Node) -> None:
        attr = meaning.attr
        if attr.derived and not attr.may_be_given:
            self.report.add("TS505", key, name=attr.name)
            return
        fact = FactReader(attr, meaning.positive, self.vocabulary.program, self.report).read(key, value)
        if isinstance(fact, tuple):
            self.said[obj.key, attr.name] = fact
        elif fact is not None:
            obj.facts[attr.name] = fact

    # --- roles ----------------------------------------------------------------------------------------------------

    def _role(self, obj: Obj, role: RoleInfo, key: Scalar, value: Node) -> None:
        words = folded(value.text) if isinstance(value, Scalar) else ""
        if words in (UNKNOWN, _NULL):
            return
        if isinstance(value, Scalar) and words != _NONE:
            why = f"bij '{role.name}' hoort een groep van gegevens, een lijst daarvan, of 'geen'"
            remedy = f"Schrijf 'zie: {shortened(value.text)}' als u een object met dat id bedoelt." if words else ""
            self.report.add("TS514", value if words else key, reason=why, remedy=remedy)
            return
        parts: tuple[Node, ...] = () if isinstance(value, Scalar) else (value,)
        if isinstance(value, Sequence):
            parts = value.items
        maximum = role.maximum
        if len(parts) > maximum and not any(self._saying_keys(role, part) for part in parts):
            self.report.add("TS509", key, name=role.plural or role.name, count=len(parts), maximum=maximum)
            return
        if not parts and role.required:
            self.report.add("TS522", key, name=role.name, owner=role.owner)
            return
        members = []
        for number, part in enumerate(parts, start=1):
            numbered = role.many or len(parts) > 1
            place = f"{obj.key}.{role.name}[{number}]" if numbered else f"{obj.key}.{role.name}"
            member = self._member(role, part, place)
            if member is not None:
                members.append((member, self._saying(role, part), part))
        if len(members) == len(parts):
            self.entries.append(RoleEntry(obj, role, key, members))

    def _member(self, role: RoleInfo, node: Node, place: str) -> Obj | Reference | None:
        target = self.vocabulary.program.types.get(role.target)
        if not isinstance(node, Mapping) or target is None:
            reason = f"een {role.name} is een groep van gegevens: namen met een dubbele punt"
            self.report.add("TS514", node, reason=reason)
            return None
        pointer = node.get("zie")
        if pointer is None:
            return self.read(target, node, place, member=True)
        others = {key.text for key, _ in node.entries} - {"zie"} - self._saying_keys(role, node)
        if others or not isinstance(pointer, Scalar):
            reason = "naast 'zie' mag niets staan: de gegevens staan bij het object zelf"
            self.report.add("TS514", node, reason=reason, remedy="Laat alleen 'zie: naam' staan.")
            return None
        return Reference(pointer)

    def _saying_keys(self, role: RoleInfo, node: Node) -> set[str]:
        """The keys of a member that are about its membership. A name that the objecttype declares is a fact of the object."""
        target = self.vocabulary.program.types.get(role.target)
        if target is None or not isinstance(node, Mapping):
            return set()
        texts = {key.text for key, _ in node.entries if folded(key.text) in SAYING_KEYS}
        return {text for text in texts if self.vocabulary.key(target, text) is None}

    def _saying(self, role: RoleInfo, node: Node) -> Saying:
        keys = self._saying_keys(role, node)
        if not keys or not isinstance(node, Mapping):
            return IS
        parts: dict[str, tuple[Scalar, Node]] = {}
        for key, item in node.entries:
            if key.text in keys and parts.setdefault(SAYING_KEYS[folded(key.text)], (key, item))[0] is not key:
                self.report.add("TS507", key, key=shortened(key.text))
        return SayingReader(role.name, self.vocabulary.program, self.report).read(parts, node) or IS
