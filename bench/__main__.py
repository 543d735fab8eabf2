"""`python -m bench [NAME …] [--size N] [--pace SHARE]`: exit status 0 when no bar was missed."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import uvloop

from bench import accept, country, journey, lag, memory, notice, registry, search, tree
from bench.processor import crowd
from bench.servers import Benchmark, Servers
from bench.table import Table
from tests.broker import rabbitmq
from tests.servers import postgres

BENCHMARKS: dict[str, Benchmark] = {
    "accept": accept.measure,
    "steady": accept.measure_steadily,
    "notice": notice.measure,
    "lag": lag.measure,
    "journey": journey.measure,
    "search": search.measure,
    "country": country.measure,
    "import": registry.measure_import,
    "memory": memory.measure,
    "tree": tree.measure,
}


def main(words: Sequence[str]) -> int:
    told = _told(words)
    names: Sequence[str] = told.names
    unknown = sorted(set(names) - BENCHMARKS.keys())
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
        return 2
    missed = False
    with tempfile.TemporaryDirectory(prefix="vigie-bench-") as folder:
        path = Path(folder)
        # PostgreSQL may run as somebody else and reads the files that it loads itself.
        path.chmod(0o755)
        with postgres(path / "postgres") as database, rabbitmq() as broker:
            servers = Servers(database, broker, path, told.size, told.pace)
            for name in names or BENCHMARKS:
                print(f"\n{name}: {crowd()}", flush=True)
                for table in run(BENCHMARKS[name], servers):
                    print(table.show(), flush=True)
                    missed |= not table.is_met
    return int(missed)


def _told(words: Sequence[str]) -> argparse.Namespace:
    options = argparse.ArgumentParser("python -m bench")
    options.add_argument("names", nargs="*")
    options.add_argument("--size", type=int, help="open establishments, for the search")
    options.add_argument("--pace", type=float, default=1.0, help="share of the promised load")
    return options.parse_args(words)


def run(benchmark: Benchmark, servers: Servers) -> Sequence[Table]:
    async def measured() -> Sequence[Table]:
        return await benchmark(servers)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(measured())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
