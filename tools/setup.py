"""Make the virtual environment: `python tools/setup.py demo|dev`.

`demo` installs what runs, `dev` adds what checks. Only the standard library is needed. Done
again only when a lock or a pyproject.toml changed since the last time.
"""

import hashlib
import subprocess
import sys
import venv
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if sys.platform == "win32" else "bin")
OLDEST = (3, 11)
LOCKS = {"demo": "onebox", "dev": "dev"}
OWN = ("libs/common", "libs/onebox", *(f"services/{name}" for name in (
    "intake", "routing", "company-portal", "notifications", "agent-analytics")))  # fmt: skip


class SetUpFailed(Exception):
    """Told to the person who runs it, in words that say what to do next."""


def say(text: str) -> None:
    print(text, flush=True)


def fingerprint(kind: str) -> str:
    """What the environment was made from; another value means: install again."""
    sources = [ROOT / f"requirements/{name}.lock" for name in (LOCKS[kind], "build", "assets")]
    sources += [ROOT / folder / "pyproject.toml" for folder in OWN]
    digest = hashlib.sha256(f"{ROOT} {sys.version}".encode())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()


def is_ready(kind: str) -> bool:
    """Whether this kind of environment, or the fuller one, is there and up to date."""
    kinds = ("dev",) if kind == "dev" else ("dev", "demo")
    stamps = ((VENV / f"{each}.made", fingerprint(each)) for each in kinds)
    return any(stamp.exists() and stamp.read_text() == value for stamp, value in stamps)


def make_venv() -> None:
    if (BIN / "python").exists():
        return
    say(f"→ environment: {VENV.name}/ (Python {sys.version.split()[0]})")
    try:
        venv.create(VENV, with_pip=True)
    except (subprocess.CalledProcessError, OSError) as error:
        raise SetUpFailed(
            "this Python cannot make a virtual environment with pip; on Debian and Ubuntu: "
            "apt-get install python3-venv"
        ) from error


def pip(arguments: Sequence[str], *, expected: int, what: str) -> None:
    """Run pip and show how far it is; its own words are shown only when it fails."""
    command = [str(BIN / "python"), "-m", "pip", "install", "--disable-pip-version-check",
               "--no-input", "--no-compile", "--progress-bar", "off", *arguments]  # fmt: skip
    said: list[str] = []
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        for count, line in enumerate(_steps(process.stdout or (), said), start=1):
            _show(f"→ {what}: {min(count, expected)}/{expected} {line}")
    _show(f"→ {what}: done\n")
    if process.returncode:
        say("".join(said[-40:]))
        raise SetUpFailed(f"{what}: pip ended with status {process.returncode}")


def _steps(lines: Iterable[str], said: list[str]) -> Iterable[str]:
    for line in lines:
        said.append(line)
        if line.startswith(("Collecting ", "Requirement already satisfied: ", "Obtaining ")):
            yield line.split("==")[0].split(" from ")[0].split()[-1].split("/")[-1]


def _show(text: str) -> None:
    if sys.stdout.isatty():
        print(f"\r\033[K{text}", end="", flush=True)
    elif text.endswith("\n"):
        print(text, end="", flush=True)


def install(kind: str) -> None:
    lock = ROOT / f"requirements/{LOCKS[kind]}.lock"
    count = lock.read_text().count("==")
    say(f"→ packages: {count}, each checked against its hash; the first time takes a minute or two")
    hashed = ("--require-hashes", "--no-deps", "-r")
    pip([*hashed, str(lock)], expected=count, what="packages")
    pip(
        [*hashed, "requirements/build.lock", "-r", "requirements/assets.lock"],
        expected=3,
        what="build tool and static files",
    )
    own = [word for folder in OWN for word in ("--editable", folder)]
    pip(["--no-deps", "--no-build-isolation", *own], expected=len(OWN), what="Vigie itself")
    (VENV / f"{kind}.made").write_text(fingerprint(kind))


def main(arguments: Sequence[str]) -> None:
    if sys.version_info < OLDEST:
        raise SetUpFailed(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed")
    if len(arguments) != 1 or arguments[0] not in LOCKS:
        raise SetUpFailed("usage: python tools/setup.py demo|dev")
    if is_ready(arguments[0]):
        return
    make_venv()
    install(arguments[0])


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except SetUpFailed as failure:
        sys.exit(f"set-up failed: {failure}")
