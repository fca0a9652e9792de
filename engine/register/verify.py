"""Whether the register is as it was written: every entry in its place, every row beside the chain as an entry vouches for it.

Nothing is believed that the database says of itself: triggers and keys of tables are not relied upon. With the secret nobody can have
rewritten the chain; only the end may have been cut off together with its head, which a head kept elsewhere tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, RowMapping, text

from engine.register.canonical import sha256
from engine.register.chain import START, Head, Row, hash_of, head_sealed, row_of
from engine.register.keys import Keys
from engine.register.packing import OPEN, unpacked
from engine.register.rules import RULES
from engine.register.subjects import ERASURE, KEY, TERMS, key_commitment, term_commitment
from engine.register.trouble import RegisterError

_ORDER = (
    "SELECT seq, id, kind, subject, version, at, actor, request, form, body, previous, hash, seal FROM entry "
    "WHERE seq > :last ORDER BY seq LIMIT :most"
)
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Verification:
    """``entries``: how many there are. ``first_bad``: the number (from 1) of the first entry that is not as it was written, or that
    should be there and is not; ``id``: its id, where it is known. ``why``: what is wrong, in Dutch. ``head``: the last good entry."""

    ok: bool
    entries: int
    first_bad: int | None = None
    id: str | None = None
    why: str | None = None
    head: Head | None = None


@dataclass(slots=True)
class _Claims:
    """What entries say of the rows beside the chain, each with the number and the id of the entry that says it."""

    keys: dict[str, tuple[str, int, str]] = field(default_factory=dict)
    terms: dict[str, tuple[str, int, str]] = field(default_factory=dict)
    erased: dict[str, tuple[int, str]] = field(default_factory=dict)
    texts: dict[str, tuple[int, str]] = field(default_factory=dict)

    def hear(self, seq: int, row: Row) -> None:
        """Raises Broken, KeyError, TypeError for an entry that cannot have been written so."""
        if row.kind == KEY:
            self.keys[row.subject or ""] = (unpacked(row.body)["rij"], seq, row.id)
        elif row.kind == TERMS:
            for commitment in unpacked(row.body)["rijen"]:
                self.terms[commitment] = (row.subject or "", seq, row.id)
        elif row.kind == ERASURE:
            self.erased[row.subject or ""] = (seq, row.id)
        elif row.kind == RULES and row.form == OPEN:
            for file in unpacked(row.body)["bestanden"]:
                self.texts.setdefault(file["tekst"], (seq, row.id))


class _Bad(Exception):
    """``seq`` None: the entry after the last."""

    def __init__(self, seq: int | None, id_: str | None, why: str) -> None:
        super().__init__(why)
        self.seq, self.id, self.why = seq, id_, why


def verify(connection: Connection, keys: Keys, known: Iterable[Head] = ()) -> Verification:
    """Check everything, at one moment. ``known``: heads that the register had, kept elsewhere."""
    claims = _Claims()
    last, last_id, count = Head(0, "", START), None, 0
    wanted = {head.seq: head for head in known}
    try:
        for stored in _entries(connection):
            last, last_id, count = _checked(stored, last, keys, claims), stored["id"], count + 1
            if last.seq in wanted and wanted[last.seq].hash != last.hash:
                raise _Bad(last.seq, last_id, "een eerder bewaarde kop van het register zegt hier iets anders")
        if not count:
            raise _Bad(1, None, "het register is leeg, en begint altijd met een inschrijving over zichzelf")
        _check_head(connection, last, last_id, keys)
        ahead = max(wanted, default=0)
        if ahead > last.seq:
            raise _Bad(
                None, None, f"het register eindigt hier, maar een eerder bewaarde kop telt {ahead} inschrijvingen"
            )
        _check_keys(connection, claims)
        _check_terms(connection, claims)
        _check_texts(connection, claims)
    except _Bad as bad:
        total = int(connection.execute(text("SELECT count(*) FROM entry")).scalar_one())
        return Verification(False, total, bad.seq or last.seq + 1, bad.id, bad.why, last if last.seq else None)
    return Verification(True, count, head=last)


def _rows(connection: Connection, query: str, **values: int) -> Sequence[RowMapping]:
    # Plain text, so that nothing is made of a value before it is judged.
    return connection.execute(text(query), values).mappings().all()


def _entries(connection: Connection) -> Iterator[RowMapping]:
    rows = _rows(connection, _ORDER, last=-(2**62), most=_AT_ONCE)
    while rows:
        yield from rows
        rows = _rows(connection, _ORDER, last=rows[-1]["seq"], most=_AT_ONCE)


def _checked(stored: RowMapping, last: Head, keys: Keys, claims: _Claims) -> Head:
    seq = stored["seq"]
    if seq != last.seq + 1:
        raise _Bad(None if seq > last.seq else seq, None, "deze inschrijving ontbreekt")
    id_ = stored["id"] if isinstance(stored["id"], str) else None
    try:
        row = row_of(stored)
        same = hash_of(seq, row, stored["at"], stored["previous"]) == stored["hash"]
        if same:
            claims.hear(seq, row)
    except (RegisterError, KeyError, TypeError, ValueError, AttributeError):
        same = False
    if stored["previous"] != last.hash:
        raise _Bad(seq, id_, "deze inschrijving sluit niet aan op de vorige")
    if not same:
        raise _Bad(seq, id_, "deze inschrijving is gewijzigd")
    if not isinstance(stored["seal"], str) or not keys.sealed(stored["hash"], stored["seal"]):
        raise _Bad(seq, id_, "het zegel van deze inschrijving is niet met de sleutel van het register gezet")
    return Head(seq, stored["at"], stored["hash"])


def _check_head(connection: Connection, last: Head, last_id: str | None, keys: Keys) -> None:
    rows = _rows(connection, "SELECT one, seq, at, hash, seal FROM head")
    if len(rows) != 1:
        raise _Bad(last.seq, last_id, "de kop van het register ontbreekt of is dubbel")
    found = rows[0]
    try:
        head = Head(found["seq"], found["at"], found["hash"])
        sealed = head_sealed(keys, head, found["seal"]) and found["one"] == 1
    except (TypeError, AttributeError):
        raise _Bad(last.seq, last_id, "de kop van het register is gewijzigd") from None
    if not sealed:
        raise _Bad(last.seq, last_id, "de kop van het register is gewijzigd")
    if head.seq > last.seq:
        raise _Bad(None, None, f"het register eindigt hier, maar zijn kop telt {head.seq} inschrijvingen")
    if head.seq < last.seq:
        raise _Bad(head.seq + 1, None, "deze inschrijving is buiten het programma om toegevoegd")
    if head != last:
        raise _Bad(last.seq, last_id, "de laatste inschrijving is niet die van de kop van het register")


def _check_keys(connection: Connection, claims: _Claims) -> None:
    there: dict[str, Any] = {}
    for row in _rows(connection, "SELECT subject, wrapped FROM subject_key"):
        there[row["subject"]] = row["wrapped"]
    wrong: list[_Bad] = []
    for subject, (commitment, seq, id_) in claims.keys.items():
        gone = claims.erased.get(subject)
        if gone is not None:
            if subject in there:
                wrong.append(_Bad(*gone, "de sleutel die hier is gewist, is er weer"))
        elif subject not in there:
            wrong.append(_Bad(seq, id_, "de sleutel van dit onderwerp ontbreekt, en er is niet gewist"))
        elif not _same(lambda s=subject: key_commitment(s, bytes(there[s])), commitment):
            wrong.append(_Bad(seq, id_, "de sleutel van dit onderwerp is gewijzigd"))
    _raise_first(wrong)
    if there.keys() - claims.keys.keys():
        raise _Bad(None, None, "er is een sleutel waar geen inschrijving bij hoort")


def _check_terms(connection: Connection, claims: _Claims) -> None:
    there: dict[str, Any] = {}
    for row in _rows(connection, "SELECT subject, mask, salt FROM search_term"):
        there[term_commitment(str(row["subject"]), str(row["mask"]), str(row["salt"]))] = row["subject"]
    wrong: list[_Bad] = []
    for commitment, (subject, seq, id_) in claims.terms.items():
        gone = claims.erased.get(subject)
        if gone is not None and commitment in there:
            wrong.append(_Bad(*gone, "een zoekterm die hier is gewist, is er weer"))
        elif gone is None and commitment not in there:
            wrong.append(_Bad(seq, id_, "een zoekterm van dit onderwerp ontbreekt of is gewijzigd"))
    _raise_first(wrong)
    if there.keys() - claims.terms.keys():
        raise _Bad(None, None, "er is een zoekterm waar geen inschrijving bij hoort")


def _check_texts(connection: Connection, claims: _Claims) -> None:
    there: dict[str, bool] = {}
    for row in _rows(connection, "SELECT digest, content FROM source_text"):
        there[row["digest"]] = _same(lambda row=row: sha256(bytes(row["content"])), row["digest"])
    wrong = [
        _Bad(
            seq, id_, "een tekst van deze versie van de regels " + ("is gewijzigd" if digest in there else "ontbreekt")
        )
        for digest, (seq, id_) in claims.texts.items()
        if not there.get(digest)
    ]
    _raise_first(wrong)
    if there.keys() - claims.texts.keys():
        raise _Bad(None, None, "er is een tekst van regels waar geen inschrijving bij hoort")


def _same(made: Any, wanted: object) -> bool:
    try:
        return bool(made() == wanted)
    except (TypeError, ValueError):
        return False


def _raise_first(wrong: list[_Bad]) -> None:
    if wrong:
        raise min(wrong, key=lambda bad: bad.seq or 0)
