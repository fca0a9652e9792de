"""What the objects of a dossier are called: ``de echtgenoot van de leefeenheid`` in the file, ``uw partner`` in a letter."""

from __future__ import annotations

import re
from collections import deque
from datetime import date

from dsl.program import Program
from engine.case import Case, Dated

HOUSEHOLDS = ("leefeenheid", "huishouden", "gezin")
ADDRESSEE_ROLES = ("cliënt", "verzekerde", "aanvrager", "belanghebbende", "burger", "bewoner", "huurder")
"""In a besluit over a household: the role of the person who is written to."""
PLAIN_ROLES = {"echtgenoot": "partner", "toeslagpartner": "partner", "leefeenheid": "huishouden", "partner": "partner"}
YOU, HOUSEHOLD = "u", "uw huishouden"
PERSON, BIRTH, DEATH = "persoon", "geboortedatum", "overlijdensdatum"
DECEASED, HOUSEHOLD_LEFT = "de overledene", "het huishouden van de overledene"

_HET = re.compile(
    r"(?:kind|lid|huishouden|gezin|inkomen|vermogen|bedrag|moment|besluit|huis|adres|jaar|verblijf|contract|pakket|budget"
    r"|huwelijk|tarief|percentage|minimum|maximum|recht|loon|saldo|aantal|deel|aandeel|gemiddelde|totaal|verschil|getal"
    r"|bijdrageplichtige|nummer|signaal|bericht|verzoek|krediet|geld|\w{2}tje)$"
)
_PLACEHOLDER = re.compile(r"^(?P<parent>.*)\.(?P<role>[^.\[\]]+)\[\?\]$")
_ORDINALS = ("eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende")


def article_of(program: Program, name: str) -> str:
    """``de`` or ``het`` for a name: as declared, else by its last word."""
    info = program.types.get(name)
    if info is not None and info.article:
        return info.article
    param = program.params.get(name)
    if param is not None and param.article:
        return param.article
    head = re.split(r" (?:van|voor|per|in|op|met|zonder|boven|onder) ", name)[0]
    return "het" if _HET.search(head) else "de"


class People:
    """Names of the objects of one case, in both voices, by their key. ``died``: when the person died to whom a letter would be written,
    as far as the case knows. Then the letter goes to the heirs, and speaks of ``de overledene``."""

    def __init__(self, program: Program, case: Case) -> None:
        self.program = program
        self.case = case
        self.addressee = self._addressee()
        self.died = self._died()
        self.you = YOU if self.died is None else DECEASED
        self.household = HOUSEHOLD if self.died is None else HOUSEHOLD_LEFT
        self._formal: dict[str, str] = {}
        self._plain: dict[str, str] = {}
        self._walk(case.root.key, self._formal, plain=False)
        self._plain[case.root.key] = self.household
        self._walk(self.addressee, self._plain, plain=True)
        self._walk(case.root.key, self._plain, plain=True)

    def _addressee(self) -> str:
        root = self.case.root
        if root.type not in HOUSEHOLDS:
            return root.key
        for role in ADDRESSEE_ROLES:
            for member in root.ever(role):
                return member.key
        return root.key

    def _died(self) -> date | None:
        found = self.case.objects.get(self.addressee)
        fact = None if found is None else found.facts.get(DEATH)
        held = fact.items[-1][2] if isinstance(fact, Dated) and fact.items else fact
        return held if isinstance(held, date) else None

    def _walk(self, start: str, names: dict[str, str], *, plain: bool) -> None:
        """Name all objects that can be reached, nearest first, in the order of the dossier."""
        if plain:
            names.setdefault(start, self.you)
            if start == self.addressee:
                names[start] = self._written_to(start)
        else:
            names.setdefault(start, f"{article_of(self.program, self.case.root.type)} {self.case.root.type}")
        waiting = deque([start])
        seen = {start}
        while waiting:
            key = waiting.popleft()
            found = self.case.objects.get(key)
            for role in sorted(found.roles) if found else ():
                members = found.ever(role) if found else ()
                for index, member in enumerate(members):
                    if member.key in seen:
                        continue
                    seen.add(member.key)
                    names.setdefault(member.key, self._member(names[key], role, index, len(members), plain))
                    waiting.append(member.key)

    def _written_to(self, key: str) -> str:
        """``u`` for a person; a besluit about a thing speaks of ``uw geldschuld``, since nobody is a debt."""
        kind = self.kind(key)
        if (
            kind is None
            or kind in (PERSON, *HOUSEHOLDS, *ADDRESSEE_ROLES)
            or BIRTH in self.program.types[kind].attributes
        ):
            return self.you
        return f"uw {kind}"

    def _member(self, parent: str, role: str, index: int, count: int, plain: bool) -> str:
        which = ""
        if count > 1:
            which = f"{_ORDINALS[index] if index < len(_ORDINALS) else f'{index + 1}e'} "
        if not plain:
            return f"{article_of(self.program, role)} {which}{role} van {parent}"
        shown = PLAIN_ROLES.get(role, role)
        if parent in (YOU, HOUSEHOLD):
            return f"uw {which}{shown}"
        if parent == self.household:
            parent = self.you
        return f"{article_of(self.program, shown)} {which}{shown} van {parent}"

    def formal(self, key: str) -> str:
        """The object as the file names it, with the name that the dossier gave it, if any."""
        unknown = _PLACEHOLDER.match(key)
        if unknown:
            return self._member(self.formal(unknown["parent"]), unknown["role"], 0, 1, plain=False)
        name = self._formal.get(key, key)
        given = "." not in key and "[" not in key and key in self._formal and key != self.case.root.type
        return f"{name} ({key})" if given else name

    def plain(self, key: str) -> str:
        """The object as a letter names it: u, uw partner, uw tweede kind."""
        unknown = _PLACEHOLDER.match(key)
        if unknown:
            return self._member(self.plain(unknown["parent"]), unknown["role"], 0, 1, plain=True)
        return self._plain.get(key, "iemand anders")

    def kind(self, key: str) -> str | None:
        """The object type of a key, also of an object that nobody gave; None for an unknown key."""
        found = self.case.objects.get(key)
        if found is not None:
            return found.type
        unknown = _PLACEHOLDER.match(key)
        parent = self.kind(unknown["parent"]) if unknown else None
        if unknown is None or parent is None:
            return None
        role = self.program.types[parent].roles.get(unknown["role"])
        return role.target if role else None

    def is_other_person(self, key: str) -> bool:
        """Whether the object is a person beside the one who is written to: their figures stay out of a letter."""
        if key == self.addressee or self.plain(key) in (self.you, self.household):
            return False
        return self.plain(key) == self._member(self.you, "echtgenoot", 0, 1, plain=True) or self.kind(key) == self.kind(
            self.addressee
        )


def possessive(owner: str, name: str, article: str) -> str:
    """``uw inkomen``, ``het inkomen van uw partner``."""
    if owner in (YOU, HOUSEHOLD):
        return f"uw {name}"
    return f"{article} {name} van {DECEASED if owner == HOUSEHOLD_LEFT else owner}"
