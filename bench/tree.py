"""The category tree: what it covers of what people really reported, and how fast it answers."""

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bench.servers import Servers
from bench.table import Line, Table, at_least, at_most, percentile
from intake.domain.open_data import covered, told
from intake.domain.tree_search import TreeSearches
from intake.domain.wording import Lang
from intake.gateways.open_data import count_paths, read_path_map
from intake.gateways.tree_files import read_history, read_synonyms

ROOT = Path(__file__).parents[1]
REPORTS = ROOT.parent / "shared" / "data" / "signalconso_open_data_2018_2022.parquet"
SENTENCES = ROOT / "tests" / "intake" / "data"
SHARE = 0.97
FOUND = 0.90
GAPS = 10


async def measure(servers: Servers) -> Sequence[Table]:
    del servers  # the tree needs neither database nor broker
    return [_coverage(), *map(_search, ("sentences", "sentences_unseen"))]


def _coverage() -> Table:
    title = "category tree: reports of the public SignalConso file that have a leaf"
    if not REPORTS.exists():
        return Table(f"{title}: SKIPPED, no {REPORTS.name} beside the checkout", [])
    tree = list(read_history().trees())[-1]
    coverage = covered(count_paths(REPORTS), read_path_map(), tree)
    lines = list(told(coverage, most=GAPS))
    share = at_least("share", 100 * coverage.share, "%", limit=100, share=SHARE)
    vague = Line("of which “something else”", 100 * coverage.vague / coverage.reports, "%")
    return Table("\n  ".join([title, *lines]), [share, vague])


def _search(name: str) -> Table:
    """The share found among the first three, and the time of one search; the index stands."""
    tree, searches = read_history().on(date(2026, 11, 1)), TreeSearches(read_synonyms())
    found, times = [], []
    for line in (SENTENCES / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        code, said, homes = line.split("\t")
        lang: Lang = "en" if code == "en" else "fr"
        search = searches.of(tree, lang)
        begun = time.perf_counter()
        first = search.find(said)[:3]
        times.append(1000 * (time.perf_counter() - begun))
        found.append(bool({"/".join(each.trail.keys) for each in first} & set(homes.split())))
    share = 100 * sum(found) / len(found)
    seen = name == "sentences"
    lines = [
        at_least("found in the first three", share, "%", limit=100, share=FOUND if seen else 0.75),
        Line("p50 of a search", percentile(times, 0.5), "ms"),
        at_most("p99 of a search", percentile(times, 0.99), "ms", bar=50),
    ]
    return Table(f"search of the tree: {len(found)} plain sentences, {name}", lines)
