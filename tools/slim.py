"""Drop from an image what no service of Vigie ever opens: `python tools/slim.py SITE_PACKAGES`.

Tests, headers and caches of libraries; of botocore every API but S3's; of Babel every language
but the two spoken here; of pyarrow the remote file systems and protocols; of the design system
what pages are not cut from.
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

KEPT_APIS = {"s3", "sts"}
KEPT_LEXERS = {"__init__", "_mapping", "python"}
KEPT_LANGUAGES = {"root", "fr", "fr_FR", "en", "en_GB", "en_US"}
UNUSED = (
    "**/__pycache__",
    "**/tests",
    "**/*.pyi",
    "**/*.pyx",
    "**/*.pxd",
    "**/*.pxi",
    "pyarrow/include",
    "pyarrow/src",
    "pyarrow/libarrow_flight.so*",
    "pyarrow/_flight*",
    "pyarrow/libarrow_python_flight*",
    "pyarrow/libarrow_substrait.so*",
    "pyarrow/_substrait*",
    "pyarrow/libarrow_s3.so*",
    "pyarrow/_s3fs*",
    "pyarrow/libarrow_dataset.so*",
    "pyarrow/_dataset*",
    "pyarrow/libarrow_acero.so*",
    "pyarrow/_acero*",
    "pyarrow/_azurefs*",
    "pyarrow/_gcsfs*",
    "pyarrow/_hdfs*",
    "pyarrow/_orc*",
    "pyarrow/_pyarrow_cpp_tests*",
    "pyarrow/libarrow_python.so",  # the same file thrice: only .so.NNNN is ever loaded
    "pyarrow/libarrow_python.so.*.*.*",
    "sqlalchemy/dialects/m*sql",
    "sqlalchemy/dialects/oracle",
    "sqlalchemy/dialects/sqlite",
    "dsfr/[!s]*",
    "dsfr/static/dsfr/*.*",
    "dsfr/static/dsfr/dist/*.*",
    "dsfr/static/dsfr/dist/dsfr",
    "dsfr/static/dsfr/dist/legacy",
    "dsfr/static/dsfr/dist/scheme",
    "dsfr/static/dsfr/dist/utility",
    "dsfr/static/**/*.js",
    "dsfr/static/**/*.legacy*",
    "dsfr/static/**/*.print*",
    "phonenumbers/geodata",
    "phonenumbers/carrierdata",
)


def unused(site: Path) -> Iterator[Path]:
    for pattern in UNUSED:
        yield from site.glob(pattern)
    for pattern, kept in (
        ("botocore/data/*/", KEPT_APIS),
        ("babel/locale-data/*.dat", KEPT_LANGUAGES),
        ("pygments/lexers/*.py", KEPT_LEXERS),
    ):
        yield from (each for each in site.glob(pattern) if each.stem not in kept)


def size(folder: Path) -> int:
    """Megabytes of the files below."""
    return sum(each.lstat().st_size for each in folder.rglob("*")) // 1_000_000


def main(site: Path) -> None:
    before = size(site)
    for path in list(unused(site)):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    print(f"slim: {before} MB -> {size(site)} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
