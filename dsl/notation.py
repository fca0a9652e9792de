"""Dutch notation of values: read and print amounts, numbers, percentages and dates, exactly.

Numbers are `Fraction`; no binary float occurs. Printing is exact by default, and reading what was printed gives the
same value: parse_x(format_x(v)) == v for every value. `format_display` is for people: short, and it says "ongeveer"
when it rounded.

A point means two things in the world: `1.234` is a thousand and more in Dutch, and one and a bit in a data file. In
a rule file (`strict_dutch=True`) a point always separates thousands. In facts both are read where only one reading is
possible, and the ambiguous ones are refused.
"""

import re
from datetime import date
from fractions import Fraction
from typing import Literal

from dsl.dates import FIRST_YEAR, LAST_YEAR, days_in_month

Kind = Literal["bedrag", "getal", "percentage"]

MONTH_NAMES = (
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

MAX_LENGTH = 200
MAX_EXACT_DECIMALS = 12
MAX_DISPLAY_DECIMALS = 6
_ROUNDED_DECIMALS: dict[Kind, int] = {"bedrag": 2, "getal": 4, "percentage": 4}
_LEAST_DECIMALS: dict[Kind, int] = {"bedrag": 2, "getal": 0, "percentage": 0}

_DUTCH = re.compile(r"(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,(?P<decimals>[0-9]+))?")
_POINT = re.compile(r"(?P<whole>0|[1-9][0-9]*)\.(?P<decimals>[0-9]+)")
_FRACTION = re.compile(r"(?:(?P<whole>[0-9.]+) )?(?P<numerator>[0-9.]+)/(?P<denominator>[0-9.]+)")
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_DATE_DUTCH = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})")
_DATE_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DATE_WORDS = re.compile(r"([0-9]{1,2}) ([A-Za-z]+) ([0-9]{4})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[-/ .][0-9A-Za-z]+[-/ .][0-9]{2}")


class NotationError(ValueError):
    """Text that is no value in Dutch notation. `cause` and `remedy` are Dutch sentences for the user."""

    def __init__(self, cause: str, remedy: str) -> None:
        self.cause = cause
        self.remedy = remedy
        super().__init__(f"{cause} {remedy}")


# --- reading numbers ----------------------------------------------------------------------------------------------


def parse_money(text: str, *, strict_dutch: bool = False) -> Fraction:
    """The amount in euros that `text` writes: "€ 1.234,56", "-€ 5,00", "€ -5,00", "€ 19,-", "1234.56", "€ 1/3".

    With `strict_dutch` (rule files) a point always separates thousands. Raises NotationError.
    """
    body = _cleaned(text, "bedrag")
    negative, body = _without_sign(body)
    with_euro = body.startswith("€")
    if with_euro:
        body = body[1:].lstrip()
        if not negative:
            negative, body = _without_sign(body)
    if body.endswith((",-", ",--")):
        body = body.rstrip("-").removesuffix(",")
    return _number(body, text, "bedrag", negative, points_group=strict_dutch or with_euro)


def parse_number(text: str, *, strict_dutch: bool = False) -> Fraction:
    """The plain number that `text` writes: "12", "-3,5", "1.234.567", "1234.5", "2 1/3". Raises NotationError."""
    negative, body = _without_sign(_cleaned(text, "getal"))
    return _number(body, text, "getal", negative, points_group=strict_dutch)


def parse_percentage(text: str, *, strict_dutch: bool = False) -> Fraction:
    """The share that `text` writes as a percentage: "4,273%" and "4,273 procent" are 4273/100000.

    Raises NotationError, also when the percent sign is missing.
    """
    negative, body = _without_sign(_cleaned(text, "percentage"))
    for sign in ("%", "procent"):
        if body.endswith(sign):
            body = body.removesuffix(sign).rstrip()
            return _number(body, text, "percentage", negative, points_group=strict_dutch) / 100
    raise NotationError(f"{_quoted(text)} is geen percentage: het procentteken ontbreekt.", _REMEDIES["percentage"])


_REMEDIES: dict[Kind, str] = {
    "bedrag": "Schrijf een bedrag zoals € 1.234,56 of € 19.",
    "getal": "Schrijf een getal zoals 12, 3,5 of -7.",
    "percentage": "Schrijf een percentage zoals 4,273%.",
}


def _cleaned(text: str, kind: Kind) -> str:
    """`text` without outer space, with one kind of space and one kind of minus sign; refuses empty and endless text."""
    if len(text) > MAX_LENGTH:
        raise NotationError(f"Dit {kind} is langer dan {MAX_LENGTH} tekens.", _REMEDIES[kind])
    body = " ".join(text.split()).replace("\N{MINUS SIGN}", "-")
    if not body:
        raise NotationError(f"Hier hoort een {kind} te staan, maar er staat niets.", _REMEDIES[kind])
    return body


def _without_sign(body: str) -> tuple[bool, str]:
    if body.startswith("-"):
        return True, body[1:].lstrip()
    return False, body


def _number(body: str, text: str, kind: Kind, negative: bool, points_group: bool) -> Fraction:
    """The value of an unsigned number; `text` is what the user wrote, for the message."""
    value = _unsigned(body, text, kind, points_group)
    return -value if negative else value


def _unsigned(body: str, text: str, kind: Kind, points_group: bool) -> Fraction:
    if not points_group and _AMBIGUOUS.fullmatch(body):
        thousands, decimal = body.replace(".", ""), body.replace(".", ",")
        raise NotationError(
            f"{_quoted(text)} kan {thousands} zijn, maar ook {decimal}.",
            f"Schrijf {thousands} of {decimal}.",
        )
    dutch = _DUTCH.fullmatch(body)
    if dutch:
        return _decimal(dutch["whole"].replace(".", ""), dutch["decimals"] or "")
    point = None if points_group else _POINT.fullmatch(body)
    if point:
        return _decimal(point["whole"], point["decimals"])
    fraction = _FRACTION.fullmatch(body)
    if fraction:
        parts = [fraction["whole"] or "0", fraction["numerator"], fraction["denominator"]]
        if all(_DUTCH.fullmatch(part) for part in parts):
            whole, numerator, denominator = (int(part.replace(".", "")) for part in parts)
            if denominator == 0:
                raise NotationError(
                    f"{_quoted(text)} deelt door nul.", "Schrijf een breuk met een noemer die niet nul is."
                )
            return whole + Fraction(numerator, denominator)
    if points_group and _POINT.fullmatch(body):
        raise NotationError(
            f"In {_quoted(text)} scheidt de punt geen duizendtallen.",
            f"Gebruik een komma voor de decimalen: {body.replace('.', ',')}.",
        )
    raise NotationError(f"{_quoted(text)} is geen {kind}.", _REMEDIES[kind])


def _decimal(whole: str, decimals: str) -> Fraction:
    return Fraction(int(whole + decimals), 10 ** len(decimals))


def _quoted(text: str) -> str:
    """What the user wrote, shortened and on one line, in quotation marks."""
    shown = " ".join(text.split())
    return f'"{shown if len(shown) <= 40 else shown[:39] + "…"}"'


# --- printing numbers ---------------------------------------------------------------------------------------------


def format_money(value: Fraction | int) -> str:
    """An amount in euros, exactly: "€ 1.234,50", "-€ 5,00", "€ 0,1373", "€ 3 1/3"."""
    return format_exact(value, "bedrag")


def format_number(value: Fraction | int, *, grouped: bool = False) -> str:
    """A plain number, exactly: "1234,5" or "2 1/3". With `grouped` "1.234,5", which strict_dutch reads back."""
    return format_exact(value, "getal", grouped=grouped)


def format_percentage(value: Fraction | int, *, grouped: bool = False) -> str:
    """A share as a percentage, exactly: 4273/100000 is "4,273%"."""
    return format_exact(value, "percentage", grouped=grouped)


def format_exact(value: Fraction | int, kind: Kind = "getal", *, grouped: bool | None = None) -> str:
    """The value in Dutch notation without any loss.

    As a decimal number when twelve decimals are enough, otherwise as a whole number and a fraction ("3 1/3").
    Amounts have at least two decimals. `grouped` puts points between thousands; by default only amounts have them,
    because "1.234" as a bare number is ambiguous in facts.
    """
    magnitude = _magnitude(value, kind)
    points = kind == "bedrag" if grouped is None else grouped
    decimals = _decimals_needed(magnitude, MAX_EXACT_DECIMALS)
    if decimals is not None:
        body = _decimal_text(magnitude, max(decimals, _LEAST_DECIMALS[kind]), points)
    else:
        whole, rest = divmod(magnitude.numerator, magnitude.denominator)
        fraction = f"{_whole_text(rest, False)}/{_whole_text(magnitude.denominator, False)}"
        body = f"{_whole_text(whole, points)} {fraction}" if whole else fraction
    return _dressed(body, kind, negative=value < 0)


def format_display(value: Fraction | int, kind: Kind = "getal") -> str:
    """The value for a reader: exact when six decimals are enough, otherwise rounded and headed by "ongeveer".

    Rounding is half away from zero: amounts to cents, numbers and percentages to four decimals.
    """
    magnitude = _magnitude(value, kind)
    decimals = _decimals_needed(magnitude, MAX_DISPLAY_DECIMALS)
    if decimals is not None:
        body = _decimal_text(magnitude, max(decimals, _LEAST_DECIMALS[kind]), True)
        return _dressed(body, kind, negative=value < 0)
    decimals = _ROUNDED_DECIMALS[kind]
    scaled = (2 * magnitude.numerator * 10**decimals + magnitude.denominator) // (2 * magnitude.denominator)
    body = _decimal_text(Fraction(scaled, 10**decimals), decimals, True)
    return "ongeveer " + _dressed(body, kind, negative=value < 0 and scaled > 0)


def _magnitude(value: Fraction | int, kind: Kind) -> Fraction:
    """The number to be printed without its sign, in hundredths for a percentage."""
    return abs(Fraction(value)) * (100 if kind == "percentage" else 1)


def _dressed(body: str, kind: Kind, negative: bool) -> str:
    sign = "-" if negative else ""
    if kind == "bedrag":
        return f"{sign}€ {body}"
    return f"{sign}{body}%" if kind == "percentage" else f"{sign}{body}"


def _decimals_needed(value: Fraction, most: int) -> int | None:
    """The number of decimals that writes `value` exactly, or None when `most` are not enough."""
    if 10**most % value.denominator:
        return None
    return next(decimals for decimals in range(most + 1) if 10**decimals % value.denominator == 0)


def _decimal_text(value: Fraction, decimals: int, grouped: bool) -> str:
    """Digits of a non-negative value that `decimals` decimals write exactly."""
    scaled = value.numerator * 10**decimals // value.denominator
    whole, rest = divmod(scaled, 10**decimals)
    text = _whole_text(whole, grouped)
    return f"{text},{rest:0{decimals}d}" if decimals else text


def _whole_text(value: int, grouped: bool) -> str:
    """Digits of a non-negative whole number, by groups: Python refuses to print very long numbers at once."""
    groups: list[str] = []
    while value >= 1000:
        value, group = divmod(value, 1000)
        groups.append(f"{group:03d}")
    groups.append(str(value))
    return ("." if grouped else "").join(reversed(groups))


# --- dates --------------------------------------------------------------------------------------------------------

_DATE_REMEDY = "Schrijf een datum zoals 01-01-2024, 1 januari 2024 of 2024-01-01."


def parse_date(text: str) -> date:
    """The date that `text` writes: "01-01-2024", "1 januari 2024" or "2024-01-01".

    Raises NotationError, which for a date that does not exist says why.
    """
    body = " ".join(text.split()) if len(text) <= MAX_LENGTH else ""
    dutch, iso, words = _DATE_DUTCH.fullmatch(body), _DATE_ISO.fullmatch(body), _DATE_WORDS.fullmatch(body)
    if dutch:
        day, month, year = (int(part) for part in dutch.groups())
    elif iso:
        year, month, day = (int(part) for part in iso.groups())
    elif words:
        day, month, year = int(words[1]), _month_number(words[2], text), int(words[3])
    elif _SHORT_YEAR.fullmatch(body):
        raise NotationError(f"In {_quoted(text)} heeft het jaar geen vier cijfers.", _DATE_REMEDY)
    else:
        raise NotationError(f"{_quoted(text)} is geen datum.", _DATE_REMEDY)
    return _existing_date(year, month, day)


def format_date(day: date, words: bool = False) -> str:
    """ "01-01-2024", or "1 januari 2024" with `words`."""
    if words:
        return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
    return f"{day.day:02d}-{day.month:02d}-{day.year:04d}"


def _month_number(name: str, text: str) -> int:
    if name.lower() not in MONTH_NAMES:
        raise NotationError(
            f'In {_quoted(text)} is "{name[:20]}" geen maand.',
            "Schrijf de maand voluit in het Nederlands, zoals januari.",
        )
    return MONTH_NAMES.index(name.lower()) + 1


def _existing_date(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotationError(
            f"Het jaar {year} ligt buiten de jaren waarmee gerekend wordt.",
            f"Gebruik een datum in de jaren {FIRST_YEAR} tot en met {LAST_YEAR}.",
        )
    if not 1 <= month <= 12:
        raise NotationError(f"Maand {month} bestaat niet: een jaar heeft de maanden 1 tot en met 12.", _DATE_REMEDY)
    if 1 <= day <= days_in_month(year, month):
        return date(year, month, day)
    name = MONTH_NAMES[month - 1]
    if (month, day) == (2, 29):
        raise NotationError(
            f"29 februari {year} bestaat niet: {year} is geen schrikkeljaar.", "Gebruik 28 februari of 1 maart."
        )
    length = "28 of 29" if month == 2 else str(days_in_month(year, month))
    raise NotationError(f"{day} {name} bestaat niet: {name} heeft {length} dagen.", "Verbeter de dag of de maand.")
