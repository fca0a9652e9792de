"""The general evaluator: a program for a case in which anything may be unknown, with the values V1 to V10 of the design.

from engine.general import Run
Run(program, case, moment).value(node, (case.root.key,))
"""

from engine.general.run import Run

__all__ = ["Run"]
