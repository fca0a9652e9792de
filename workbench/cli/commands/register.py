"""``toetssteen register``: prove, show, repeat, erase and keep what is in the register."""

from __future__ import annotations

import getpass
import json
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dsl.diagnostics import diagnose
from dsl.files import read_bytes, reason
from dsl.notation import format_date
from dsl.source import NOWHERE, Sources
from workbench.cli.console import FINDINGS, GOOD, USAGE, Console

if TYPE_CHECKING:
    from engine.register import Entry, Keys, Register
    from engine.register.verify import Verification

_MOST_ERASED = 100_000_000


@dataclass(frozen=True, slots=True)
class _Local:
    """Who gives a command on the machine of the register."""

    id: str


def run(args: Namespace, console: Console) -> int:
    try:
        from engine.register.trouble import Broken, RegisterError, Unavailable, WrongKey
        from workbench.settings import Settings
    except ImportError:
        console.findings([diagnose("TS897", NOWHERE, extra="web")], Sources())
        return USAGE
    from pydantic import ValidationError

    given: dict[str, Any] = {}
    try:
        settings = Settings(**given)
        keys = _keys(Path(args.sleutel) if args.sleutel else settings.key_file, given=bool(args.sleutel))
        address = args.database or settings.database
        if args.deel == "herstel":
            return _restore(args, console, address, keys)
        return _opened(args, console, address, keys)
    except ValidationError as wrong:
        return _say(console, "TS860", f"Een instelling klopt niet: {wrong.errors()[0]['msg']}.")
    except (Unavailable, WrongKey, Broken) as wrong:
        return _say(console, "TS860", str(wrong))
    except RegisterError as wrong:
        return _say(console, "TS863", str(wrong))


def _say(console: Console, code: str, what: str) -> int:
    return console.findings([diagnose(code, NOWHERE, what=what)], Sources())


def _keys(file: Path, given: bool) -> Keys:
    from engine.register import Keys

    return (None if given else Keys.of_environment()) or Keys.of_file(file)


def _opened(args: Namespace, console: Console, address: str, keys: Keys) -> int:
    from engine.register import Register

    register = Register.open(address, keys, create=False)
    try:
        return _PARTS[args.deel](args, console, register)
    finally:
        register.close()


def _me() -> _Local:
    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        name = "onbekend"
    return _Local(f"opdrachtregel:{name}")


def _check(args: Namespace, console: Console, register: Register) -> int:
    from engine.register.heads import MAX_HEAD

    known = [register.read_head(_text(file, MAX_HEAD)) for file in args.kop]
    return _verified(register.verify(known), console, "Het register")


def _verified(found: Verification, console: Console, what: str) -> int:
    if found.ok and found.head is not None:
        console.print(f"{what} is in orde: {found.entries} inschrijvingen, de laatste van {found.head.at}.")
        console.print(f"Kop: {found.head.hash}")
        return GOOD
    name = f" ({found.id})" if found.id else ""
    wrong = diagnose("TS861", NOWHERE, number=found.first_bad, count=found.entries, name=name, why=found.why)
    return console.findings([wrong], Sources())


def _text(file: str, most: int) -> str:
    from engine.register.trouble import Broken

    try:
        return read_bytes(Path(file), most).decode("utf-8", "replace")
    except OSError as wrong:
        raise Broken(f"'{file}' is niet te lezen: {reason(wrong)}.") from None


def _erased(file: str | None) -> list[str]:
    """The subjects in the output of ``toon --soort wissing --json``."""
    from engine.register.trouble import Broken

    if file is None:
        return []
    try:
        return [str(entry["onderwerp"]) for entry in json.loads(_text(file, _MOST_ERASED))]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Broken(f"'{file}' is geen lijst van 'toetssteen register toon --soort wissing --json'.") from None


def _head(args: Namespace, console: Console, register: Register) -> int:
    told = register.head_json()
    if args.uit is None:
        console.print_json(told)
        return GOOD
    try:
        Path(args.uit).write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as wrong:
        return console.findings([diagnose("TS806", NOWHERE, path=args.uit, reason=reason(wrong))], Sources())
    console.print(f"De kop van {told['inschrijvingen']} inschrijvingen staat in {args.uit}.")
    return GOOD


def _show(args: Namespace, console: Console, register: Register) -> int:
    if args.id is not None:
        # Who reads what stands about a person leaves a trace of it, before it is shown.
        found = register.entry(args.id)
        if found.subject is not None and not found.erased:
            register.record("inzage", found.subject, {"inschrijving": found.id, "doel": "beheer"}, _me())
        console.print_json({**_told(found), "inhoud": found.payload})
        return GOOD
    entries = register.entries(args.soort, args.onderwerp, args.na, args.aantal, payload=False)
    if args.json:
        console.print_json([_told(entry) for entry in entries])
        return GOOD
    for entry in entries:
        told = _told(entry)
        console.print(f"{entry.number:>8}  {told['op'][:19]}  {entry.kind:<14} {entry.id}  {entry.subject or ''}")
    if not entries:
        console.print("Er zijn geen inschrijvingen.")
    elif len(entries) == args.aantal:
        console.print(f"Er kunnen er meer zijn: vraag ze met --na {entries[-1].id}")
    return GOOD


def _told(entry: Entry) -> dict[str, Any]:
    return {
        "nummer": entry.number,
        "id": entry.id,
        "soort": entry.kind,
        "onderwerp": entry.subject,
        "versie": entry.version,
        "op": entry.at.isoformat(),
        "door": entry.by,
        "hash": entry.hash,
        "gewist": entry.erased,
    }


def _again(args: Namespace, console: Console, register: Register) -> int:
    from engine.register.replay import Outcome, replays

    counts = dict.fromkeys(Outcome, 0)
    code = GOOD
    for found in replays(register, args.ids or None):
        counts[found.outcome] += 1
        if found.outcome in (Outcome.DIFFERENT, Outcome.IMPOSSIBLE):
            wrong = diagnose("TS862", NOWHERE, id=found.entry, outcome=found.outcome.value, why=found.why)
            code = max(code, console.findings([wrong], Sources()))
        for difference in found.differences:
            console.print(
                f"    {difference.path}: was {difference.was or 'er niet'}, is nu {difference.now or 'er niet'}"
            )
    told = ", ".join(f"{number} {outcome.value}" for outcome, number in counts.items() if number)
    console.print(f"Besluiten opnieuw genomen: {told or 'geen'}.")
    return code


def _hold(args: Namespace, console: Console, register: Register) -> int:
    made = register.hold(args.onderwerp, args.grond, _me())
    console.print(
        f"Blokkade {made.id}: dit dossier wordt niet gewist. Opheffen: toetssteen register vrijgeven {made.id}"
    )
    return GOOD


def _free(args: Namespace, console: Console, register: Register) -> int:
    made = register.release(args.id, _me())
    console.print(f"De blokkade van {made.subject} is opgeheven.")
    return GOOD


def _expired(args: Namespace, console: Console, register: Register) -> int:
    if not _with_rules(args, console, register):
        return FINDINGS
    count = 0
    for found in register.expired():
        count += 1
        terms = ", ".join(f"{term.regeling} tot {format_date(term.until)}" for term in found.terms if term.until)
        console.print(f"{found.subject}  {terms}")
    console.print(f"{count} te wissen, als niemand vindt dat zij langer nodig zijn voor de taak.")
    return GOOD


def _with_rules(args: Namespace, console: Console, register: Register) -> bool:
    from workbench.cli.corpus import load

    loaded = load(args, console)
    register.program = None if loaded is None else loaded.program
    return loaded is not None


def _erase(args: Namespace, console: Console, register: Register) -> int:
    if not _with_rules(args, console, register):
        return FINDINGS
    needed = None if args.langer_nodig is None else args.langer_nodig == "ja"
    if args.proef:
        found = register.retention(args.onderwerp, needed)
        for term in found.terms:
            console.print(f"{term.regeling}: bewaren tot {format_date(term.until) if term.until else 'onbekend'}")
        against = found.against(register.today())
        console.print(f"Wissen kan niet: {'; '.join(against)}." if against else "Wissen kan.")
        return FINDINGS if against else GOOD
    made = register.erase(args.onderwerp, args.grond, _me(), needed=needed)
    console.print(f"Gewist: {made.subject}. Ook in backups van voor vandaag staan de gegevens nog; die moeten ook weg.")
    return GOOD


def _back_up(args: Namespace, console: Console, register: Register) -> int:
    try:
        found = register.back_up(Path(args.bestand))
    except OSError as wrong:
        return console.findings([diagnose("TS806", NOWHERE, path=args.bestand, reason=reason(wrong))], Sources())
    return _verified(found, console, "De kopie")


def _restore(args: Namespace, console: Console, address: str, keys: Keys) -> int:
    from engine.register.copies import restore
    from engine.register.heads import MAX_HEAD

    heads = [_text(file, MAX_HEAD) for file in args.kop]
    found = restore(Path(args.bestand), address, keys, heads, _erased(args.gewist))
    return _verified(found, console, "Het register")


_PARTS: dict[str, Callable[[Namespace, Console, Register], int]] = {
    "controleer": _check,
    "kop": _head,
    "toon": _show,
    "herhaal": _again,
    "blokkeer": _hold,
    "vrijgeven": _free,
    "verlopen": _expired,
    "wis": _erase,
    "backup": _back_up,
}
