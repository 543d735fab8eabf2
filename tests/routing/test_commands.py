"""The commands that operators and outsiders rely on."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from common.testing.clock import SeededChance
from routing.app import build
from routing.gateways.sirene_api import Patience, SireneApi
from routing.handlers.write_sample import write_sample
from routing.jobs import jobs
from routing.parts import RoutingParts
from routing.settings import Settings
from tests.routing.sirene import a_page, an_establishment, write
from tests.routing.town import GLACIER, TOWN, siret


async def job(settings: Settings, *words: str) -> Result:
    """Each command builds its own parts and ends with them, in a loop of its own."""
    commands = jobs(lambda: build(settings))
    return await asyncio.to_thread(CliRunner().invoke, commands, words)


async def imported(settings: Settings, folder: Path, *options: str) -> Result:
    establishments, legal_units = write_sample(TOWN, folder)
    files = ("--establishments", str(establishments), "--legal-units", str(legal_units))
    return await job(settings, "import-registry", *files, *options)


async def test_a_registry_is_imported_indexed_and_searched(
    settings: Settings, tmp_path: Path
) -> None:
    done = await imported(settings, tmp_path)
    assert done.exit_code == 0
    assert done.stdout == ""
    assert "9 establishments indexed" in done.stderr
    found = await job(settings, "search", "--json", "le glacier", "--department", "13")
    (item,) = json.loads(found.stdout)["items"]
    assert (item["siret"], item["score"]) == (siret(GLACIER), 1.0)
    told = await job(settings, "search", "glacier", "--commune", "Cassis", "--limit", "1")
    assert siret(GLACIER) in told.stdout


async def test_rejected_lines_can_be_listed_in_a_file(settings: Settings, tmp_path: Path) -> None:
    establishments, legal_units = write_sample(TOWN, tmp_path)
    text = establishments.read_text("utf-8").replace(siret(GLACIER), "05980665300017")
    establishments.write_text(text, encoding="utf-8")
    listing = tmp_path / "rejected.jsonl"
    files = ("--establishments", str(establishments), "--legal-units", str(legal_units))
    done = await job(settings, "import-registry", *files, "--report", str(listing))
    assert done.exit_code == 0
    (line,) = listing.read_text("utf-8").splitlines()
    assert json.loads(line) == {
        "file": "establishments",
        "line": 2,
        "number": "05980665300017",
        "fault": "checksum",
    }


async def test_a_refused_import_fails_and_says_that_nothing_changed(
    settings: Settings, tmp_path: Path
) -> None:
    nothing = tmp_path / "nothing.csv"
    nothing.write_text("a,b\n1,2\n")
    files = ("--establishments", str(nothing), "--legal-units", str(nothing))
    done = await job(settings, "import-registry", *files)
    assert done.exit_code == 1
    assert "the running registry is untouched" in done.stderr
    assert "missing columns" in done.stderr


async def test_an_index_can_be_rebuilt(settings: Settings, tmp_path: Path) -> None:
    assert (await job(settings, "build-index")).exit_code == 1
    await imported(settings, tmp_path)
    assert (await job(settings, "build-index")).exit_code == 0


@pytest.mark.parametrize(
    ("words", "status"),
    [(("search", "glacier"), 1), (("search", "x", "--department", "99"), 2), (("nonsense",), 2)],
)
async def test_what_cannot_be_done_has_a_status_of_its_own(
    settings: Settings, words: tuple[str, ...], status: int
) -> None:
    """No registry was imported: there is nothing to search."""
    assert (await job(settings, *words)).exit_code == status


async def test_a_number_with_a_wrong_key_is_told(settings: Settings, tmp_path: Path) -> None:
    await imported(settings, tmp_path)
    done = await job(settings, "search", "05980665300017")
    assert done.exit_code == 1
    assert "wrong key" in done.stderr


async def test_a_sample_is_written_and_can_be_imported(settings: Settings, tmp_path: Path) -> None:
    made = await job(settings, "make-sample", "--size", "500", "--into", str(tmp_path / "sample"))
    assert made.exit_code == 0
    establishments, legal_units = sorted((tmp_path / "sample").iterdir())
    files = ("--establishments", str(establishments), "--legal-units", str(legal_units))
    done = await job(settings, "import-registry", *files)
    assert "establishments: 500 accepted, 0 rejected" in done.stderr


@pytest.mark.parametrize(
    ("command", "lines"),
    [
        ("import-leads", ("kind,key,siret", f"website,boutique.fr,{siret(GLACIER)}")),
        ("import-communes", ("code,name,postal_code", "13022,Cassis,13260")),
        ("import-local-rules", ("category,area,recipient", "street,13022,town_hall")),
    ],
)
async def test_tables_that_lead_to_recipients_are_files(
    settings: Settings, tmp_path: Path, command: str, lines: tuple[str, str]
) -> None:
    file = tmp_path / "table.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = await job(settings, command, str(file))
    assert (done.exit_code, done.stderr) == (0, "1 lines kept, 0 rejected\n")
    file.write_text(lines[0] + "\n,,,\n", encoding="utf-8")
    refused = await job(settings, command, str(file))
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "nothing was changed" in refused.stderr
    assert (await job(settings, command, str(tmp_path / "none.csv"))).exit_code == 1


async def test_updates_are_applied_from_files(settings: Settings, tmp_path: Path) -> None:
    await imported(settings, tmp_path)
    path = write(tmp_path / "day.json", a_page(an_establishment(GLACIER)))
    done = await job(settings, "update-registry", "--files", str(path))
    assert done.exit_code == 0
    assert "establishments: 0 added, 1 changed" in done.stderr
    assert "registry 2 is in service" in done.stderr
    again = await job(settings, "update-registry", "--files", str(path), "--files", str(path))
    assert "nothing has changed" in again.stderr


async def test_updates_that_cannot_be_used_have_a_status(
    settings: Settings, tmp_path: Path
) -> None:
    await imported(settings, tmp_path)
    bad = tmp_path / "bad.json"
    bad.write_text("{}")
    assert (await job(settings, "update-registry", "--files", str(bad))).exit_code == 1
    assert (await job(settings, "update-registry")).exit_code == 2


async def test_insee_that_does_not_answer_is_told(settings: Settings, tmp_path: Path) -> None:
    await imported(settings, tmp_path)
    commands = jobs(lambda: with_short_patience(build(settings)))
    done = await asyncio.to_thread(CliRunner().invoke, commands, ["update-registry"])
    assert done.exit_code == 1
    assert "start it again later" in done.stderr


def with_short_patience(parts: RoutingParts) -> RoutingParts:
    hurried = Patience(connect=0.2, whole=0.2, tries=2, first_pause=0.01)
    api = SireneApi("http://127.0.0.1:9/", "a key", chance=SeededChance(1), patience=hurried)
    return replace(parts, sirene=api)


async def test_rules_are_tried_on_past_reports(settings: Settings, tmp_path: Path) -> None:
    await imported(settings, tmp_path)
    days = ("--since", "2026-05-01", "--until", "2026-05-31")
    done = await job(settings, "simulate-rules", "--version", "1", *days)
    assert done.exit_code == 0
    assert "0 reports to judge" in done.stderr
    told = json.loads(done.stdout)
    assert (told["version"], told["base"], told["recipients"]) == (1, 1, [])
    unknown = await job(settings, "simulate-rules", "--version", "99", *days)
    assert (unknown.exit_code, unknown.stdout) == (1, "")
    backwards = ("--since", "2026-05-31", "--until", "2026-05-01")
    refused = await job(settings, "simulate-rules", "--version", "1", *backwards)
    assert refused.exit_code == 1


async def test_several_processes_write_the_same_stock(settings: Settings, tmp_path: Path) -> None:
    for processes in ("1", "2"):
        options = ("--size", "45000", "--into", str(tmp_path / processes), "--seed", "5")
        done = await job(settings, "make-sample", *options, "--processes", processes)
        assert done.exit_code == 0
        assert "establishments: 45,000 lines, 100%" in done.stderr
    for one, two in zip(*(sorted((tmp_path / n).iterdir()) for n in ("1", "2")), strict=True):
        assert one.read_bytes() == two.read_bytes()
