"""Scenarios: cases with their expected outcome, as regression tests of the rules."""

from engine.scenarios.junit import junit_xml
from engine.scenarios.report import boundaries_text, coverage_text, result_text
from engine.scenarios.run import SuiteResult, run_suite

__all__ = ["SuiteResult", "boundaries_text", "coverage_text", "junit_xml", "result_text", "run_suite"]
