"""Scenarios: cases with their expected outcome, as regression tests of the rules."""

from engine.scenarios.junit import junit_xml
from engine.scenarios.programs import Programs
from engine.scenarios.report import (
    boundaries_text,
    boundaries_verdict,
    coverage_text,
    coverage_verdict,
    result_text,
)
from engine.scenarios.run import SuiteResult, run_suite

__all__ = [
    "Programs",
    "SuiteResult",
    "boundaries_text",
    "boundaries_verdict",
    "coverage_text",
    "coverage_verdict",
    "junit_xml",
    "result_text",
    "run_suite",
]
