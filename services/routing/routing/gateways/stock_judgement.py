"""Lines of a stock judged, whole columns at a time: which are left out, and why."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from common.values import LA_POSTE, LA_POSTE_HEAD_OFFICE
from routing.gateways.stock_layout import DIFFUSIONS, STATES
from routing.ports import Fault, StockKind

# Arrow’s kernels are generated at run time: no type describes them.
Columns = Mapping[str, Any]
Check = tuple[Fault, Any]
_SIRET, _SIREN = 14, 9
_DATE = "^[12][0-9]{3}-[01][0-9]-[0-3][0-9]$"


@dataclass(frozen=True, slots=True)
class Faulty:
    """Which lines of a block are fine, and what is wrong with the others."""

    is_fine: Any
    numbers: Any
    faults: Any

    @property
    def is_none(self) -> bool:
        return bool(pc.all(self.is_fine).as_py())

    def listed(self) -> Iterator[tuple[int, str, Fault]]:
        """Row, number as written (cut), and fault of each faulty line."""
        for row in pc.indices_nonzero(pc.invert(self.is_fine)).to_pylist():
            number = self.numbers[row].as_py() or ""
            yield row, number[:20], Fault(self.faults[row].as_py())


def faults(columns: Columns, kind: StockKind) -> Faulty:
    """The first fault of each line, in the order of gravity."""
    numbers, checks = _JUDGES[kind](columns)
    fault = pa.nulls(len(numbers), pa.string())
    for reason, is_good in reversed(checks):
        if not pc.all(is_good).as_py():
            fault = pc.if_else(is_good, fault, reason.value)
    return Faulty(pc.is_null(fault), numbers, fault)


def _establishment(columns: Columns) -> tuple[Any, list[Check]]:
    numbers, safe, checks = _numbered(columns["siret"], _SIRET)
    siren = pc.fill_null(columns["siren"], "")
    return numbers, [
        *checks,
        (Fault.MISMATCH, pc.equal(siren, pc.utf8_slice_codeunits(safe, 0, _SIREN))),
        *_known_status(columns, StockKind.ESTABLISHMENTS, "Etablissement"),
    ]


def _legal_unit(columns: Columns) -> tuple[Any, list[Check]]:
    numbers, _, checks = _numbered(columns["siren"], _SIREN)
    return numbers, [*checks, *_known_status(columns, StockKind.LEGAL_UNITS, "UniteLegale")]


def _succession(columns: Columns) -> tuple[Any, list[Check]]:
    numbers, _, checks = _numbered(columns["siretEtablissementPredecesseur"], _SIRET)
    _, _, of_successor = _numbered(columns["siretEtablissementSuccesseur"], _SIRET)
    date = pc.fill_null(columns["dateLienSuccession"], "")
    return numbers, [
        *checks,
        *((Fault.SUCCESSOR, is_good) for _, is_good in of_successor),
        (Fault.DATE, pc.match_substring_regex(date, _DATE)),
    ]


_JUDGES: Mapping[StockKind, Callable[[Columns], tuple[Any, list[Check]]]] = {
    StockKind.ESTABLISHMENTS: _establishment,
    StockKind.LEGAL_UNITS: _legal_unit,
    StockKind.SUCCESSIONS: _succession,
}


def _numbered(column: Any, length: int) -> tuple[Any, Any, list[Check]]:
    """The numbers as written, the same with zeroes in place of nonsense, and what they must be."""
    numbers = pc.fill_null(column, "")
    well_formed = pc.match_substring_regex(numbers, f"^[0-9]{{{length}}}$")
    safe = pc.if_else(well_formed, numbers, "0" * length)
    return (
        numbers,
        safe,
        [
            (Fault.NUMBER, well_formed),
            (Fault.CHECKSUM, _has_good_key(safe, length)),
        ],
    )


def _known_status(columns: Columns, kind: StockKind, suffix: str) -> list[Check]:
    return [
        (Fault.STATE, _is_one_of(columns[f"etatAdministratif{suffix}"], STATES[kind])),
        (Fault.DIFFUSION, _is_one_of(columns[f"statutDiffusion{suffix}"], DIFFUSIONS)),
    ]


def _is_one_of(column: Any, allowed: tuple[str, ...]) -> Any:
    return pc.is_in(column, pa.array(allowed, pa.string()))


def _has_good_key(numbers: Any, length: int) -> Any:
    """Luhn's key, save for La Poste's branches; all zeroes is no number (see common.values)."""
    groups = _groups_of_four(pc.cast(numbers, pa.int64()), length)
    is_good = _is_multiple(_total(groups, _FOLDED), 10)
    if length == _SIRET:
        of_la_poste = pc.and_(
            pc.starts_with(numbers, LA_POSTE), pc.not_equal(numbers, LA_POSTE_HEAD_OFFICE)
        )
        if pc.any(of_la_poste).as_py():
            is_good = pc.if_else(of_la_poste, _is_multiple(_total(groups, _PLAIN), 5), is_good)
    return pc.and_(is_good, pc.not_equal(numbers, "0" * length))


def _groups_of_four(number: Any, length: int) -> list[Any]:
    """The digits four by four, from the right: every other digit counts double in each group."""
    groups = []
    for _ in range(0, length - 4, 4):
        rest = pc.divide(number, 10_000)
        groups.append(pc.subtract(number, pc.multiply(rest, 10_000)))
        number = rest
    return [*groups, number]


def _total(groups: list[Any], worth: Any) -> Any:
    total = pc.take(worth, groups[0])
    for group in groups[1:]:
        total = pc.add(total, pc.take(worth, group))
    return total


def _is_multiple(number: Any, of: int) -> Any:
    return pc.equal(pc.multiply(pc.divide(number, of), of), number)


def _worth(four_digits: int, *, is_folded: bool) -> int:
    total = 0
    for place, digit in enumerate(reversed(f"{four_digits:04d}")):
        value = int(digit) * (2 if is_folded and place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total


# What four digits add to the sum: read in a table rather than reckoned digit by digit.
_FOLDED = pa.array([_worth(n, is_folded=True) for n in range(10_000)], pa.int16())
_PLAIN = pa.array([_worth(n, is_folded=False) for n in range(10_000)], pa.int16())
