"""What falls due as a calendar file (RFC 5545): one all-day event per item, the same text for the same result.

There is no clock in it: DTSTAMP is the day for which the traject was asked, and the UID is a hash of what the item says. No key of
an object of the dossier stands in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

from dsl.dates import LAST_DAY, add_days
from engine.trajecten.model import Due, TrajectResult

_FOLD = 75
"""Most octets on a line (RFC 5545 section 3.1)."""
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
_PREFIX = {"brief": "Brief: ", "taak": "Taak: ", "te doen": "Te doen: ", "termijn": "Termijn: ", "ingang": "Ingang: "}


def calendar_file(result: TrajectResult) -> str:
    """The text of an .ics file, with CRLF line ends as the standard asks."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Toetssteen//Trajecten//NL",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(result.traject.name)}",
        *(line for item in result.due for line in _event(result, item)),
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(result: TrajectResult, item: Due) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(result, item)}"
    yield f"DTSTAMP:{_day(result.on)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(item.day)}"
    if item.day < LAST_DAY:
        yield f"DTEND;VALUE=DATE:{_day(add_days(item.day, 1))}"
    yield f"SUMMARY:{_text(_PREFIX[item.kind] + item.what)}"
    told = [f"Wie: {item.by}."] if item.by else []
    told += [f"Bron: {source.text}." for source in item.sources]
    if told:
        yield f"DESCRIPTION:{_text(chr(10).join(told))}"
    yield f"CATEGORIES:{_text(result.traject.name)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _uid(result: TrajectResult, item: Due) -> str:
    said = "\x1f".join((result.traject.name, result.over, item.kind, item.day.isoformat(), item.what))
    return f"{hashlib.sha256(said.encode()).hexdigest()[:32]}@toetssteen"


def _day(day: date) -> str:
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


def _text(text: str) -> str:
    """A value of type TEXT: backslash, semicolon, comma and line ends escaped, other control signs left out."""
    kept = "".join(sign for sign in text if sign in "\n\t" or (sign.isprintable() or sign == " "))
    return kept.translate(_ESCAPES)


def _folded(line: str) -> Iterator[str]:
    """A line in parts of at most 75 octets, each part after the first beginning with a space; no sign is cut in two."""
    part, size = "", 0
    for sign in line:
        width = len(sign.encode("utf-8"))
        if size + width > _FOLD:
            yield part
            part, size = " ", 1
        part, size = part + sign, size + width
    yield part
