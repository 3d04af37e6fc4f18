"""The publishing gate for files: findings are put right in the file, not overridden."""

from pathlib import Path
from typing import Any

from courses.catalogue.figures import UnsafeFigure, figure
from courses.catalogue.gate.findings import Finding, findings_in, findings_in_module
from courses.catalogue.loading.items import Item
from courses.catalogue.loading.problems import Report, line_of
from courses.questions.question_types import question_type

DRAWN = ("figure", "hotspots")
UPLOADED = {"gone", "captions"}  # looked at where the folder's files are


def report_module(job_aid: Any, path: Path, questions: list[Item], report: Report) -> None:
    """The card in `module.yaml`, and every question at its line of its own file."""
    for finding in findings_in_module(job_aid, []):
        report.add(path, line_of(path.read_text(encoding="utf-8"), "job_aid:"), *_said(finding))
    for question in questions:
        kind = question_type(question.content["type_key"])
        if kind is None or not question.content["config"]:
            continue  # reported where it was read
        config = kind.frozen(question.content["config"])
        for finding in findings_in_module({}, [{**question.content, "config": config}]):
            report.add(question.path, question.line, *_said(finding))


def _said(finding: Finding) -> tuple[str, str]:
    return f"{finding.where}: {finding.what}", finding.fix


def report_findings(body: list[dict[str, Any]], path: Path, report: Report) -> None:
    figures = {}
    for name in {b["value"]["src"] for b in body if b["type"] in DRAWN and b["value"]["src"]}:
        try:
            figures[name] = figure(name)
        except UnsafeFigure:
            continue  # reported where the block was read
    for finding in findings_in(body, {"figures": figures}):
        if finding.code not in UPLOADED:
            report.add(path, 1, f"{finding.where}: {finding.what}", finding.fix)
