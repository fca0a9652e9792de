"""Sources of law: the BWB id that a short source line takes from the sources of its regeling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dsl.program import SourceRef
from dsl.syntax import Bron, Regeling


class LawIds:
    """The laws that a regeling names with their BWB id. A source that starts with the same name is of that law."""

    def __init__(self, regelingen: Iterable[Regeling]) -> None:
        known: dict[str, str] = {}
        for regeling in regelingen:
            for bron in regeling.bronnen:
                law = bron.tekst.split(" (BWB", 1)[0].strip()
                if bron.bwb is not None and law:
                    known.setdefault(law, bron.bwb)
        # The longest name first: "Wet langdurige zorg BES" is not the Wet langdurige zorg.
        self._known = sorted(known.items(), key=lambda item: (-len(item[0]), item[0]))

    def source(self, bron: Bron) -> SourceRef:
        bwb = bron.bwb or self._of_law(bron.tekst)
        return SourceRef(bron.tekst, bwb, bron.artikel, bron.tekstdatum)

    def sources(self, bronnen: Sequence[Bron]) -> tuple[SourceRef, ...]:
        return tuple(self.source(bron) for bron in bronnen)

    def _of_law(self, text: str) -> str | None:
        for law, bwb in self._known:
            if text.startswith(law) and not text[len(law) : len(law) + 1].isalnum():
                return bwb
        return None
