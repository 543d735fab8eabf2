"""The sample registry: made, imported and indexed by routing's own commands."""

import shutil
from pathlib import Path

from onebox.processes import Fleet

SIZE = 50_000


async def load_registry(fleet: Fleet, folder: Path, *, size: int = SIZE) -> None:
    """Some fifty thousand establishments that do not exist, in INSEE's layout."""
    into = folder / "registry"
    await fleet.run("routing", "job", "make-sample", "--into", str(into), "--size", str(size))
    await fleet.run(
        "routing", "job", "import-registry",
        "--establishments", str(_one(into, "StockEtablissement*")),
        "--legal-units", str(_one(into, "StockUniteLegale*")),
    )  # fmt: skip
    shutil.rmtree(into)


def _one(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found
