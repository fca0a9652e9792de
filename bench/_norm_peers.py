"""The figures of normen.regels as one would write them for these two files alone: with pandas, and in SQL for DuckDB.

Both give every figure as a fraction of whole numbers, say how many records are refused (a key or a needed value that is missing, a key
that comes twice), and read only the columns that they need.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
Figures = dict[str, str]
CALLS, BILLS = "gesprekken.parquet", "verstuurde_facturen.parquet"


def place(norm: str, period: str, part: str | None = None) -> str:
    return f"{norm} | {period} | {part or ''}"


def month(number: int) -> str:
    return f"{MONTHS[number - 1]} 2024"


def quarter(number: int) -> str:
    return f"kwartaal {number} 2024"


def last_day(number: int) -> str:
    """Of a month of 2024."""
    return f"2024-{number:02d}-{(31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[number - 1]}"


class Sheet:
    """Figures as they are put together from groups."""

    def __init__(self) -> None:
        self._sums: dict[str, list[int]] = {}
        self._values: dict[str, dict[int, int]] = {}
        self._totals: dict[str, int] = {}
        self._late: dict[str, int] = {}
        self._ranks: dict[str, int] = {}

    def share(self, key: str, above: Any, below: Any) -> None:
        held = self._sums.setdefault(key, [0, 0])
        held[0] += int(above or 0)
        held[1] += int(below or 0)

    def total(self, key: str, count: Any) -> None:
        self._totals[key] = self._totals.get(key, 0) + int(count or 0)

    def late(self, key: str, count: Any) -> None:
        self._late[key] = self._late.get(key, 0) + int(count or 0)

    def values(self, key: str, rank: int, value: Any, count: Any) -> None:
        held = self._values.setdefault(key, {})
        held[int(value)] = held.get(int(value), 0) + int(count)
        self._ranks[key] = rank

    def figures(self) -> Figures:
        found = {key: str(Fraction(*pair)) for key, pair in self._sums.items() if pair[1]}
        for key, counts in self._values.items():
            needed, seen = max(-(-sum(counts.values()) * self._ranks[key] // 100), 1), 0
            for value in sorted(counts):
                seen += counts[value]
                if seen >= needed:
                    found[key] = str(Fraction(value))
                    break
        found.update({key: str(count) for key, count in self._totals.items()})
        return {**found, **{f"{key} open": str(count) for key, count in self._late.items()}}


def _bill_groups(sheet: Sheet, rows: Iterable[dict[str, Any]]) -> None:
    """Of bills sent in the year, per part and month."""
    for row in rows:
        part, number = row["o"], int(row["m"])
        for one in (None, part):
            sheet.share(place("acht weken", "2024", one), row["good56"], row["n"])
            sheet.share(place("dertig werkdagen", "2024", one), row["goodwd"], row["n"])
            sheet.share(place("voor het einde van de volgende maand", "2024", one), row["goodmonth"], row["n"])
            sheet.share(place("gemiddelde termijn", "2024", one), row["days"], row["n"])
            for period in ("2024", quarter((number + 2) // 3)):
                sheet.share(place("een of twee perioden", period, one), row["few"], row["known"])
            sheet.share(place("dagen per periode", "2024", one), row["daysknown"], row["periods"])
            for top in (14, 28, 56):
                sheet.share(place(f"klassen van dagen, binnen {top} dagen", "2024", one), row[f"in{top}"], row["n"])
        sheet.share(place("gewogen naar perioden", "2024"), row["fewperiods"], row["periods"])
        for period in ("2024", month(number)):
            sheet.total(place("som van perioden", period), row["periods"])
            if part == "Wlz":
                sheet.share(place("zes weken Wlz", period), row["good42"], row["n"])


def _bill_values(sheet: Sheet, rows: Iterable[tuple[str, int, int, int]]) -> None:
    """How often each number of days occurs, per part and quarter."""
    for part, number, days, count in rows:
        for one in (None, part):
            sheet.values(place("mediane termijn", "2024", one), 50, days, count)
        for period in ("2024", quarter(int(number))):
            sheet.values(place("percentiel van de termijn", period), 95, days, count)


def _call_groups(sheet: Sheet, rows: Iterable[dict[str, Any]]) -> None:
    for row in rows:
        part, number = row["o"], int(row["m"])
        for one in (None, part):
            sheet.share(place("bereikbaarheid", "2024", one), row["answered"], row["n"])
            for period in ("2024", month(number)):
                sheet.total(place("aantal gesprekken", period, one), row["n"])
        for period in ("2024", month(number)):
            sheet.share(place("bereikbaarheid per maand", period), row["answered"], row["n"])
        if part == "Wlz":
            for period in ("2024", quarter((number + 2) // 3)):
                sheet.share(place("afhandeltijd Wlz", period), row["seconds"], row["timed"])
        for top in (300, 600):
            sheet.share(place(f"klassen van seconden, tot en met {top}", "2024"), row[f"in{top}"], row["timed"])


def _call_values(sheet: Sheet, rows: Iterable[tuple[str, int, int]]) -> None:
    for part, seconds, count in rows:
        for one in (None, part):
            sheet.values(place("mediane duur", "2024", one), 50, seconds, count)


# ---------------------------------------------------------------- DuckDB


def by_duckdb(folder: Path, working_day_due: dict[str, str]) -> tuple[Figures, int]:
    """``working_day_due``: for every day the thirtieth working day after it."""
    import duckdb

    sheet = Sheet()
    run = duckdb.connect()
    run.execute("SET threads = 2")
    run.execute("CREATE TABLE due (b DATE, d DATE)")
    run.executemany("INSERT INTO due VALUES (?, ?)", list(working_day_due.items()))
    bills = f"""(SELECT onderdeel o, "dag van bekendheid" b, "dag van verzending" s, "aantal perioden" p FROM '{folder / BILLS}')"""
    calls = f"""(SELECT onderdeel o, gespreksdag d, "aantal seconden" x, "is beantwoord" a FROM '{folder / CALLS}')"""
    year = "BETWEEN DATE '2024-01-01' AND DATE '2024-12-31'"

    def rows(query: str) -> Iterator[dict[str, Any]]:
        found = run.execute(query)
        names = [item[0] for item in found.description]
        return (dict(zip(names, row, strict=True)) for row in found.fetchall())

    _bill_groups(
        sheet,
        rows(f"""
        SELECT o, month(s) AS m, count(*) AS n, count(*) FILTER (s <= b + 56) AS good56, count(*) FILTER (s <= b + 42) AS good42,
            count(*) FILTER (s <= due.d) AS goodwd, count(*) FILTER (s < date_trunc('month', b) + INTERVAL 2 MONTH) AS goodmonth,
            sum(s - b) AS days, count(p) AS known, count(*) FILTER (p <= 2) AS few, sum(p) AS periods, sum(p) FILTER (p <= 2) AS fewperiods,
            sum(s - b) FILTER (p IS NOT NULL) AS daysknown, count(*) FILTER (s <= b + 14) AS in14,
            count(*) FILTER (s <= b + 28) AS in28, count(*) FILTER (s <= b + 56) AS in56
        FROM {bills} JOIN due USING (b) WHERE s {year} GROUP BY ALL"""),
    )
    _bill_values(
        sheet, run.execute(f"SELECT o, quarter(s), s - b, count(*) FROM {bills} WHERE s {year} GROUP BY ALL").fetchall()
    )
    for row in rows(f"""
        SELECT quarter(b + 56) AS q, count(*) FILTER (s <= e OR b + 56 < e) AS n, count(*) FILTER (s <= e AND s <= b + 56) AS good,
            count(*) FILTER (s <= y OR b + 56 < y) AS yn, count(*) FILTER (s <= y AND s <= b + 56) AS ygood
        FROM (SELECT *, last_day(make_date(2024, 3 * quarter(b + 56)::INT, 1)) AS e, DATE '2024-12-31' AS y FROM {bills}
              WHERE b + 56 {year}) GROUP BY ALL"""):
        sheet.share(place("vervallen termijnen", quarter(row["q"])), row["good"], row["n"])
        sheet.share(place("vervallen termijnen", "2024"), row["ygood"], row["yn"])
    for row in rows(f"""
        SELECT o, count(*) FILTER (s <= DATE '2024-12-31' OR b + 56 < DATE '2024-12-31') AS n,
            count(*) FILTER (s <= DATE '2024-12-31' AND s <= b + 56) AS good FROM {bills} WHERE b {year} GROUP BY ALL"""):
        for part in (None, row["o"]):
            sheet.share(place("ingestroomd", "2024", part), row["good"], row["n"])
    ends = [last_day(number) for number in range(1, 13)]
    late = ", ".join(
        f"count(*) FILTER (b <= DATE '{end}' AND (s IS NULL OR s > DATE '{end}') AND b + 42 < DATE '{end}' AND o = 'Wlz') AS w{n}"
        + (
            f", count(*) FILTER (b <= DATE '{end}' AND (s IS NULL OR s > DATE '{end}') AND b + 56 < DATE '{end}') AS v{n}"
            if n % 3 == 0
            else ""
        )
        for n, end in enumerate(ends, 1)
    )
    still = f"s IS NULL OR s > DATE '{ends[-1]}'"
    for row in rows(f"""
        SELECT o, {late}, count(*) FILTER (({still}) AND due.d < DATE '{ends[-1]}') AS wd,
            count(*) FILTER (({still}) AND date_trunc('month', b) + INTERVAL 2 MONTH - INTERVAL 1 DAY < DATE '{ends[-1]}') AS mo
        FROM {bills} JOIN due USING (b) WHERE b <= DATE '{ends[-1]}' AND (s IS NULL OR s > b) GROUP BY ALL"""):
        _late(sheet, row)
    _call_groups(
        sheet,
        rows(f"""
        SELECT o, month(d) AS m, count(*) AS n, count(*) FILTER (a) AS answered, count(x) FILTER (a) AS timed, sum(x) FILTER (a) AS seconds,
            count(*) FILTER (a AND x <= 300) AS in300, count(*) FILTER (a AND x <= 600) AS in600
        FROM {calls} WHERE d {year} GROUP BY ALL"""),
    )
    _call_values(
        sheet,
        run.execute(
            f"SELECT o, x, count(*) FROM {calls} WHERE d {year} AND a AND x IS NOT NULL GROUP BY ALL"
        ).fetchall(),
    )
    refused = 0
    for name, key, needed in (
        (BILLS, "factuurnummer", '"dag van bekendheid"'),
        (CALLS, "gespreksnummer", "gespreksdag"),
    ):
        refused += run.execute(f"""
            SELECT count(*) - count(DISTINCT {key}) + count(*) FILTER (onderdeel IS NULL OR {needed} IS NULL)
            FROM '{folder / name}'""").fetchall()[0][0]
    return sheet.figures(), refused


def _late(sheet: Sheet, row: dict[str, Any]) -> None:
    part = row["o"]
    for number in range(1, 13):
        sheet.late(place("zes weken Wlz", month(number)), row[f"w{number}"])
        if number % 3 == 0:
            sheet.late(place("vervallen termijnen", quarter(number // 3)), row[f"v{number}"])
    sheet.late(place("zes weken Wlz", "2024"), row["w12"])
    sheet.late(place("vervallen termijnen", "2024"), row["v12"])
    for one in (None, part):
        sheet.late(place("acht weken", "2024", one), row["v12"])
        sheet.late(place("ingestroomd", "2024", one), row["v12"])
        sheet.late(place("dertig werkdagen", "2024", one), row["wd"])
        sheet.late(place("voor het einde van de volgende maand", "2024", one), row["mo"])


# ---------------------------------------------------------------- pandas


def by_pandas(folder: Path, working_day_due: dict[str, str]) -> tuple[Figures, int]:
    import numpy as np
    import pandas as pd
    import pyarrow.parquet as pq

    sheet = Sheet()
    table = pq.read_table(
        folder / BILLS,
        columns=["factuurnummer", "onderdeel", "dag van bekendheid", "dag van verzending", "aantal perioden"],
        read_dictionary=["onderdeel"],
    )
    key = table.column("factuurnummer").to_pandas()
    refused = int(key.duplicated().sum()) + int(key.isna().sum())
    del key
    known = table.column("aantal perioden").is_valid().to_numpy()
    sent = table.column("dag van verzending").is_valid().to_numpy()
    frame = pd.DataFrame(
        {
            "o": table.column("onderdeel").to_pandas(),
            "b": table.column("dag van bekendheid").cast("int32").to_numpy(),
            "s": table.column("dag van verzending").cast("int32").fill_null(10**6).to_numpy(),
            "p": table.column("aantal perioden").fill_null(0).to_numpy(),
        }
    )
    del table

    def number(day: str) -> int:
        return int(np.datetime64(day, "D").astype(int))

    ends = [number(last_day(n)) for n in range(1, 13)]
    first, last = number("2024-01-01"), ends[-1]
    months = np.searchsorted(ends, np.arange(first, last + 1)) + 1
    low, high = int(frame["b"].min()), int(frame["b"].max())
    each = np.arange(low, high + 1)
    working = np.array([number(working_day_due[str(np.datetime64(int(day), "D"))]) for day in each])
    ahead = (each.astype("datetime64[D]").astype("datetime64[M]") + 2).astype("datetime64[D]").astype(int) - 1
    frame["wd"], frame["mo"] = working[frame["b"] - low], ahead[frame["b"] - low]
    here = frame[(frame["s"] >= first) & (frame["s"] <= last)]
    inside = known[here.index]
    days = here["s"] - here["b"]
    sums = pd.DataFrame(
        {
            "o": here["o"],
            "m": months[here["s"] - first],
            "n": 1,
            "good56": days <= 56,
            "good42": days <= 42,
            "goodwd": here["s"] <= here["wd"],
            "goodmonth": here["s"] <= here["mo"],
            "days": days.astype("int64"),
            "known": inside,
            "few": inside & (here["p"] <= 2),
            "periods": here["p"].astype("int64"),
            "fewperiods": here["p"].astype("int64") * (here["p"] <= 2),
            "daysknown": days.astype("int64") * inside,
            "in14": days <= 14,
            "in28": days <= 28,
            "in56": days <= 56,
        }
    )
    grouped = sums.groupby(["o", "m"], observed=True).sum().reset_index()
    _bill_groups(sheet, grouped.to_dict("records"))
    counts = pd.DataFrame({"o": here["o"], "q": (sums["m"] + 2) // 3, "d": days}).groupby(
        ["o", "q", "d"], observed=True
    )
    _bill_values(sheet, ((*where, count) for where, count in counts.size().items()))
    del here, sums, days
    due = frame["b"] + 56
    fell = frame[(due >= first) & (due <= last)]
    place_in = (months[fell["b"] + 56 - first] + 2) // 3
    end = np.array(ends)[3 * place_in - 1]
    for name, today in (("q", end), ("y", last)):
        closed = fell["s"] <= today
        part = pd.DataFrame(
            {"q": place_in, "good": closed & (fell["s"] <= fell["b"] + 56), "n": closed | (fell["b"] + 56 < today)}
        )
        for one, row in part.groupby("q").sum().iterrows():
            period = quarter(int(str(one))) if name == "q" else "2024"
            sheet.share(place("vervallen termijnen", period), row["good"], row["n"])
    came = frame[(frame["b"] >= first) & (frame["b"] <= last)]
    closed = came["s"] <= last
    part = pd.DataFrame(
        {"o": came["o"], "good": closed & (came["s"] <= came["b"] + 56), "n": closed | (came["b"] + 56 < last)}
    )
    for one, row in part.groupby("o", observed=True).sum().iterrows():
        for label in (None, str(one)):
            sheet.share(place("ingestroomd", "2024", label), row["good"], row["n"])
    del fell, came, part, closed, sent
    waiting = frame[frame["s"] - frame["b"] > 42]
    wlz = waiting["o"] == "Wlz"
    late = {}
    for n, day in enumerate(ends, 1):
        still = (waiting["b"] <= day) & (waiting["s"] > day)
        late[f"w{n}"] = still & (waiting["b"] + 42 < day) & wlz
        if n % 3 == 0:
            late[f"v{n}"] = still & (waiting["b"] + 56 < day)
    open_now = frame[(frame["b"] <= last) & (frame["s"] > last)]
    found = pd.DataFrame({"o": waiting["o"], **late}).groupby("o", observed=False).sum()
    found["wd"] = (open_now["wd"] < last).groupby(open_now["o"], observed=False).sum()
    found["mo"] = (open_now["mo"] < last).groupby(open_now["o"], observed=False).sum()
    for row in found.reset_index().to_dict("records"):
        _late(sheet, row)
    del frame, waiting, late
    refused += _calls_by_pandas(folder, sheet, first, last, months)
    return sheet.figures(), refused


def _calls_by_pandas(folder: Path, sheet: Sheet, first: int, last: int, months: Any) -> int:
    import pandas as pd
    import pyarrow.parquet as pq

    table = pq.read_table(folder / CALLS, read_dictionary=["onderdeel"])
    key = table.column("gespreksnummer").to_pandas()
    frame = pd.DataFrame(
        {
            "o": table.column("onderdeel").to_pandas(),
            "d": table.column("gespreksdag").cast("int32").to_numpy(),
            "x": table.column("aantal seconden").fill_null(0).to_numpy(),
            "known": table.column("aantal seconden").is_valid().to_numpy(),
            "a": table.column("is beantwoord").to_numpy(),
        }
    )
    frame = frame[(frame["d"] >= first) & (frame["d"] <= last)]
    timed = frame["a"] & frame["known"]
    sums = pd.DataFrame(
        {
            "o": frame["o"],
            "m": months[frame["d"] - first],
            "n": 1,
            "answered": frame["a"],
            "timed": timed,
            "seconds": frame["x"].astype("int64") * timed,
            "in300": timed & (frame["x"] <= 300),
            "in600": timed & (frame["x"] <= 600),
        }
    )
    _call_groups(sheet, sums.groupby(["o", "m"], observed=True).sum().reset_index().to_dict("records"))
    counts = frame[timed].groupby(["o", "x"], observed=True).size()
    _call_values(sheet, ((*where, count) for where, count in counts.items()))
    return int(key.duplicated().sum()) + int(key.isna().sum())
