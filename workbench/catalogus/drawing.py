"""A simple drawing of a traject: its states in columns, by how many transitions they are from the beginning, and arrows between."""

from __future__ import annotations

from dsl.program import TrajectInfo
from workbench.catalogus.markup import Html, tag

BOX_WIDTH, BOX_HEIGHT = 150, 48
COLUMN, ROW = 200, 72
MARGIN, UNDER = 12, 44
_LETTERS = 18
"""About as many letters as fit on a line of a box."""

Place = tuple[int, int]
"""Left and top of a box."""


def drawing(traject: TrajectInfo) -> Html:
    """The states as boxes and the transitions as arrows, one per pair of states. The tables beside it say the same in words."""
    places = _places(traject)
    columns = 1 + max(x for x, _ in places.values()) // COLUMN
    rows = 1 + max(y for _, y in places.values()) // ROW
    width, height = 2 * MARGIN + columns * COLUMN - (COLUMN - BOX_WIDTH), 2 * MARGIN + rows * ROW + UNDER
    pairs = dict.fromkeys((state, it.to) for it in traject.transitions for state in it.from_states if state != it.to)
    return tag(
        "svg",
        tag("title", f"Toestanden en overgangen van {traject.name}; de tabellen geven ze in woorden"),
        [_arrow(places[source], places[target]) for source, target in pairs],
        [_box(name, place, traject.states[name].final) for name, place in places.items()],
        viewBox=f"0 0 {width} {height}",
        width=str(width),
        role="img",
        class_="schema",
    )


def _places(traject: TrajectInfo) -> dict[str, Place]:
    """Breadth first from the beginning; a state that nothing reaches comes in a column of its own."""
    depth = {traject.begins_as: 0}
    layer = [traject.begins_as]
    while layer:
        following = []
        for state in layer:
            for transition in traject.transitions:
                if state in transition.from_states and transition.to not in depth:
                    depth[transition.to] = depth[state] + 1
                    following.append(transition.to)
        layer = following
    last = max(depth.values())
    columns: dict[int, int] = {}
    places: dict[str, Place] = {}
    for name in traject.states:
        column = depth.get(name, last + 1)
        row = columns.get(column, 0)
        columns[column] = row + 1
        places[name] = (MARGIN + column * COLUMN, MARGIN + row * ROW)
    return places


def _box(name: str, place: Place, final: bool) -> Html:
    x, y = place
    lines = _lines(name)
    first = y + BOX_HEIGHT // 2 + 5 - 8 * (len(lines) - 1)
    box = tag(
        "rect",
        x=str(x),
        y=str(y),
        width=str(BOX_WIDTH),
        height=str(BOX_HEIGHT),
        rx="6",
        class_="doos einde" if final else "doos",
    )
    words = [
        tag("text", line, x=str(x + BOX_WIDTH // 2), y=str(first + 16 * number), text_anchor="middle")
        for number, line in enumerate(lines)
    ]
    return tag("g", box, words)


def _lines(name: str) -> list[str]:
    """The words of a name over at most three lines."""
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and len(longer) > _LETTERS and len(lines) < 3:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _arrow(source: Place, target: Place) -> Html:
    """Forwards from side to side; otherwise below the boxes, from foot to foot."""
    if target[0] > source[0]:
        x, y = source[0] + BOX_WIDTH, source[1] + BOX_HEIGHT // 2
        to_x, to_y = target[0], target[1] + BOX_HEIGHT // 2
        bend = (to_x - x) // 2
        line = f"M{x} {y} C{x + bend} {y} {to_x - bend} {to_y} {to_x} {to_y}"
        head = f"M{to_x} {to_y} L{to_x - 7} {to_y - 4} L{to_x - 7} {to_y + 4} Z"
    else:
        x, y = source[0] + BOX_WIDTH // 2 + 20, source[1] + BOX_HEIGHT
        to_x, to_y = target[0] + BOX_WIDTH // 2 - 20, target[1] + BOX_HEIGHT
        deep = max(y, to_y) + UNDER - 20
        line = f"M{x} {y} C{x} {deep} {to_x} {deep} {to_x} {to_y}"
        head = f"M{to_x} {to_y} L{to_x - 4} {to_y + 7} L{to_x + 4} {to_y + 7} Z"
    return tag("g", tag("path", d=line, class_="pijl"), tag("path", d=head, class_="punt"))
