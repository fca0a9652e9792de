"""The programs that scenarios are about: the law, and the law with a variant on top of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from dsl.diagnostics import Diagnostic
from dsl.program import Program
from engine.dossier.loader import CaseLoader

Make = Callable[[str], tuple[Program | None, list[Diagnostic]]]
"""The law with the variant of a name, or the findings that say why there is none."""


@dataclass(slots=True)
class Programs:
    """Each program is made when a scenario first asks for it."""

    make: Make
    _made: dict[str, CaseLoader | Diagnostic] = field(default_factory=dict)

    def loader(self, variant: str) -> CaseLoader | Diagnostic:
        if variant not in self._made:
            program, found = self.make(variant)
            self._made[variant] = CaseLoader(program) if program is not None else found[0]
        return self._made[variant]

    def program(self, variant: str) -> Program:
        """The program of a variant that a scenario was read for."""
        loader = self.loader(variant)
        assert isinstance(loader, CaseLoader)
        return loader.program
