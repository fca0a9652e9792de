"""Invented records for reports: invoices, telephone calls and objections of a year, always the same."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from dsl.notation import format_date

INVOICES = 1_200
CALLS = 2_000
CASES = 600


def write_records(folder: Path) -> Path:
    """A folder with registraties of invoices, calls and objections. Invoices get slower through the year; some are open."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(2024)
    first, last = date(2024, 1, 1), date(2024, 12, 31)
    lines = ["factuurnummer;onderdeel;dag van bekendheid;dag van verzending;aantal perioden;synthetisch"]
    for number in range(INVOICES):
        known = first + timedelta(days=rng.randrange(366))
        slow = rng.random() < 0.01 + 0.06 * known.month / 12
        sent = known + timedelta(days=rng.randrange(57, 90) if slow else rng.randrange(3, 56))
        part = rng.choice(("Wmo", "Wmo", "Wlz"))
        shown = format_date(sent) if sent <= last and rng.random() > 0.01 else ""
        lines.append(f"V-{number:05};{part};{format_date(known)};{shown};{rng.choice((1, 1, 1, 2, 3))};ja")
    lines.append("V-99998;Wmo;31-06-2024;;1;ja")
    lines.append("V-99999;Jeugdwet;01-06-2024;;1;ja")
    (folder / "verstuurde_facturen.csv").write_text("\n".join(lines), encoding="utf-8")
    lines = ["gesprek;onderdeel;gespreksdag;duur;is beantwoord"]
    for number in range(CALLS):
        day = first + timedelta(days=rng.randrange(366))
        part = rng.choice(("Wmo", "Wlz", "Zvw wanbetalers", "Buitenland"))
        answered = rng.random() < {"Zvw wanbetalers": 0.72, "Wmo": 0.9}.get(part, 0.85)
        lines.append(f"G-{number};{part};{format_date(day)};{rng.randrange(60, 900)};{'ja' if answered else 'nee'}")
    (folder / "gesprekken.csv").write_text("\n".join(lines), encoding="utf-8")
    lines = [
        "zaaknummer;onderdeel;bekendmakingsdag;dag van binnenkomst;dag van afdoening;laatste dag van de termijn;"
        "is een bezwaar;is een klacht"
    ]
    for number in range(CASES):
        made = first + timedelta(days=rng.randrange(330))
        came = made + timedelta(days=rng.randrange(42))
        due = made + timedelta(weeks=12)
        done = came + timedelta(days=rng.randrange(20, 60) if rng.random() < 0.95 else rng.randrange(90, 150))
        part = rng.choice(("Wmo", "Zvw wanbetalers"))
        shown = format_date(done) if done <= last else ""
        days = f"{format_date(made)};{format_date(came)};{shown};{format_date(due)}"
        lines.append(f"B-{number:04};{part};{days};ja;nee")
    (folder / "zaken.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder
