"""The result of a suite as JUnit XML, for the machines that show test results."""

from __future__ import annotations

import re
from itertools import groupby
from xml.etree import ElementTree as ET

from engine.scenarios.report import failure_text
from engine.scenarios.run import SuiteResult

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold, not even escaped."""


def junit_xml(suite: SuiteResult) -> str:
    """One test suite per file; what is wrong with a file as a whole is an error of its own. Holds no times: the same result
    gives the same text."""
    root = ET.Element("testsuites", name="toetssteen")
    for path, group in groupby(suite.results, key=lambda result: result.label.path):
        results = list(group)
        failed = [result for result in results if result.differences]
        broken = [result for result in results if not result.passed and not result.differences]
        counts = {"tests": str(len(results)), "failures": str(len(failed)), "errors": str(len(broken))}
        element = ET.SubElement(root, "testsuite", {"name": _clean(path), **counts})
        for result in results:
            case = ET.SubElement(
                element, "testcase", name=_clean(f"{result.label.name} ({result.label.id})"), classname=_clean(path)
            )
            if not result.passed:
                words = "; ".join(f"{item.what}: verwacht {item.expected}" for item in result.differences)
                kind = "failure" if result.differences else "error"
                failure = ET.SubElement(case, kind, message=_clean(words or "scenario is niet uitgevoerd"))
                failure.text = _clean(failure_text(result, suite.sources))
    if suite.diagnostics:
        count = str(len(suite.diagnostics))
        element = ET.SubElement(root, "testsuite", name="bestanden", tests=count, failures="0", errors=count)
        for item in suite.diagnostics:
            name = _clean(f"{item.code} {item.span.file}".strip())
            case = ET.SubElement(element, "testcase", name=name, classname="bestanden")
            ET.SubElement(case, "error", message=_clean(item.cause)).text = _clean(item.remedy)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _clean(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
