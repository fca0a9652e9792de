"""Trajecten: what dated events make of a case over time. Table-driven, and without a clock of its own."""

from engine.trajecten.model import Accounted, Due, Need, Occurrence, Step, TrajectResult, Verdict
from engine.trajecten.replay import Replay, replay

__all__ = ["Accounted", "Due", "Need", "Occurrence", "Replay", "Step", "TrajectResult", "Verdict", "replay"]
