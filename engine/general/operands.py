"""What operands do to every operation: a fault stays a fault, and what does not apply cannot be computed with (V9)."""

from __future__ import annotations

from dataclasses import replace

from dsl.program import Aggregate, Convert, Derived, HasRole, Input, Named, NodeBase, RoleRead, Round
from engine.bounds import first_fault
from engine.general.table import Operands
from engine.scene import Scene
from engine.values import Fault, NotApplicableValue, Unknown, Value


def in_words(scene: Scene, node: NodeBase) -> str:
    """What a node is, in a few Dutch words for a cause."""
    match node:
        case Derived(obj=obj, attr=attr) | Input(obj=obj, attr=attr):
            info = scene.program.types[scene.owner(obj)].attributes.get(attr.partition("#")[0])
            return f"{info.article} {info.name}".strip() if info else attr
        case RoleRead(role=role) | HasRole(role=role):
            return f"de rol {role}"
        case Named(name=name):
            return name
        case Aggregate(how=how, role=role):
            return {"max": "het grootste", "min": "het kleinste"}.get(how, "het totaal") + f" over de rol {role}"
        case Round(of=of) | Convert(of=of):
            return in_words(scene, scene.program.nodes[of])
        case _:
            return "een deel van de berekening"


def not_applicable_fault(scene: Scene, node_id: int) -> Fault:
    """The fault of using something that does not apply as an operand."""
    node = scene.program.nodes[node_id]
    text = f"{in_words(scene, node)} is niet van toepassing, maar er wordt wel mee gerekend"
    return Fault("niet van toepassing", text[0].upper() + text[1:] + ".", (node.span,))


def as_operand(scene: Scene, node_id: int, value: Value) -> Value:
    """The value as something to compute with: niet van toepassing has become a fault, possibly so a possible fault."""
    if isinstance(value, NotApplicableValue):
        return not_applicable_fault(scene, node_id)
    if isinstance(value, Unknown) and value.bounds.maybe_na:
        return replace(value, bounds=replace(value.bounds, maybe_na=False, maybe_fault=True))
    return value


def usable(scene: Scene, operands: Operands) -> tuple[list[Value], Fault | None]:
    """All operands as something to compute with, and the fault that decides when one of them is surely faulty."""
    values = [as_operand(scene, key[0], value) for key, value in operands]
    return values, first_fault(values)
