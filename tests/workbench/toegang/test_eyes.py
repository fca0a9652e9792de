"""Who is too close to something to judge it."""

from workbench.toegang.actor import Actor, Role, single_user
from workbench.toegang.eyes import may_not_approve, may_not_handle_objection


def test_a_bezwaar_is_handled_by_another_than_who_decided() -> None:
    assert may_not_handle_objection("u-2", ["u-1"]) is None
    assert "10:3" in (may_not_handle_objection("u-1", ["u-1"]) or "")
    assert may_not_handle_objection("u-3", ["u-1", "u-3"]) is not None


def test_another_spelling_makes_nobody_another() -> None:
    for written in ("U-1", " u-1", "u-1\u200b", "\uff55-1", "noor de vries", "Noor  de Vries\n"):
        assert may_not_handle_objection(written, ["u-1", "Noor de Vries"]) is not None, written
    assert may_not_handle_objection("Noor de Vriese", ["u-1", "Noor de Vries"]) is None


def test_a_rule_is_approved_by_another_than_who_wrote_any_part_of_it() -> None:
    noor = Actor("u-1", "Noor", frozenset({Role.BELEID, Role.CONTROLEUR}))
    assert may_not_approve(noor, ["u-2"]) is None
    assert may_not_approve(noor, ["u-2", "u-1"]) is not None


def test_who_is_alone_is_not_two_people() -> None:
    assert may_not_approve(single_user("Noor"), ["u-2"]) is not None
