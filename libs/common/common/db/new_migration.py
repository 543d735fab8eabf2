"""`python -m common.db.new_migration <package> <words>`: the next numbered, empty migration."""

import sys

from common.db.migrations import scripts


def write(package: str, words: str) -> str:
    """Write `0007_<words>.py` after `0006`; returns where."""
    directory = scripts(package)
    newest = directory.get_current_head() or "0000"
    made = directory.generate_revision(f"{int(newest) + 1:04d}", words.replace("_", " "))
    if made is None:
        raise FileNotFoundError(package)
    return str(made.path)


if __name__ == "__main__":
    print(write(sys.argv[1], " ".join(sys.argv[2:])))  # noqa: T201 - the answer
