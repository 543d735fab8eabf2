"""Refuse what looks like a secret: `python tools/find_secrets.py FILE…`; all files without any."""

import re
import subprocess
import sys
from pathlib import Path

SECRETS = {
    "private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "cloud access key": re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
    "token of a forge": re.compile(r"\b(gh[pousr]_|glpat-)[A-Za-z0-9_-]{20,}"),
    "signed token": re.compile(r"\beyJ[\w-]{16,}\.eyJ[\w-]{16,}\.[\w-]{16,}"),
    "address with a password": re.compile(
        # A password that is the user's own name, or the word itself, keeps nobody out.
        r"\b(?:postgres(?:ql)?|amqps?)://(?P<user>[\w.-]+):"
        r"(?!(?:(?P=user)|guest|password)@)[^\s@/:$`{}'\"]{8,}@"
    ),
}


def findings(path: Path) -> list[str]:
    try:
        text = path.read_text()
    except (UnicodeDecodeError, IsADirectoryError, FileNotFoundError):
        return []
    return [
        f"{path}:{number}: {kind}"
        for number, line in enumerate(text.splitlines(), start=1)
        for kind, pattern in SECRETS.items()
        if pattern.search(line)
    ]


def tracked() -> list[str]:
    listing = subprocess.run(
        ["git", "ls-files"],  # noqa: S607 - git is found where it is installed
        capture_output=True,
        text=True,
        check=True,
    )
    return listing.stdout.splitlines()


if __name__ == "__main__":
    found = [line for name in sys.argv[1:] or tracked() for line in findings(Path(name))]
    sys.exit("\n".join(found) or 0)
