import shutil
import sys
from importlib import invalidate_caches
from pathlib import Path

import pytest

from common.db.migrations import head
from common.db.new_migration import write
from tests.common.db import sample


def test_the_next_migration_is_numbered_after_the_newest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(Path(sample.__file__).parent, tmp_path / "copied_sample")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    invalidate_caches()
    file = Path(write("copied_sample", "add_weight"))
    assert file.name == "0003_add_weight.py"
    assert head("copied_sample") == "0003"
    assert "down_revision = '0002'" in file.read_text()
