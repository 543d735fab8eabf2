"""Logs tell identifiers and nothing of people."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from common import log

CANARY = "ada@example.org"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the process would write on standard error."""
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    root = logging.getLogger()
    before = root.handlers, root.level
    log.configure()
    yield written
    root.handlers, root.level = before[0], before[1]
    structlog.reset_defaults()


def fail() -> None:
    raise ValueError(CANARY)


def told(lines: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_an_unlisted_field_is_dropped_and_its_name_told(lines: io.StringIO) -> None:
    log.logger().info("report_routed", report_id="r1", email=CANARY)
    (line,) = told(lines)
    assert line["event"] == "report_routed"
    assert line["report_id"] == "r1"
    assert line["dropped_fields"] == ["email"]
    assert CANARY not in lines.getvalue()


def test_what_is_bound_is_on_every_line_of_the_block(lines: io.StringIO) -> None:
    with log.bound(queue="routing.route-report"):
        log.logger().info("report_routed")
    log.logger().info("report_routed")
    first, second = told(lines)
    assert first["queue"] == "routing.route-report"
    assert "queue" not in second


def test_an_exception_leaves_its_class_and_its_path_not_its_text(lines: io.StringIO) -> None:
    try:
        fail()
    except ValueError as error:
        log.logger().error("report_failed", **log.fault(error))
    (line,) = told(lines)
    assert line["error"] == "ValueError"
    assert line["error_at"][-1].startswith("test_log.py:")
    assert CANARY not in lines.getvalue()


def test_a_library_leaves_its_template_not_its_values(lines: io.StringIO) -> None:
    try:
        fail()
    except ValueError:
        logging.getLogger("uvicorn.error").exception("cannot answer %s", CANARY)
    (line,) = told(lines)
    assert line["event"] == "library_logged"
    assert line["library_message"] == "cannot answer %s"
    assert line["error"] == "ValueError"
    assert CANARY not in lines.getvalue()


def test_control_characters_and_line_separators_are_escaped(lines: io.StringIO) -> None:
    log.logger().info("report_routed", reason='\n{"event":"forged"}\x1b[2J\u2028')
    assert len(lines.getvalue().splitlines()) == 1
    assert lines.getvalue().isascii()


def test_a_name_that_is_no_event_is_not_printed(lines: io.StringIO) -> None:
    log.logger().info(f"report of {CANARY} routed")
    assert told(lines)[0]["event"] == "unnamed_event"
    assert CANARY not in lines.getvalue()


def test_objects_are_told_by_their_class_and_long_texts_cut(lines: io.StringIO) -> None:
    log.logger().info("report_routed", reason={"email": CANARY}, path="x" * 5000)
    (line,) = told(lines)
    assert line["reason"] == "dict"
    assert len(line["path"]) == log.MAX_TEXT
