"""Scenarios: cases with their expected outcome, as regression tests of the rules."""

from engine.scenarios.junit import junit_xml
from engine.scenarios.report import coverage_text, result_text
from engine.scenarios.run import SuiteResult, run_suite

__all__ = ["SuiteResult", "coverage_text", "junit_xml", "result_text", "run_suite"]
