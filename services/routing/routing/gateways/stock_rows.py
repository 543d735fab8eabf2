"""Lines of a stock judged and shaped, whole columns at a time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from common.values import LA_POSTE, LA_POSTE_HEAD_OFFICE
from routing.gateways.stock_layout import DIFFUSIONS, NOT_DISCLOSED, STATES, TABLE_COLUMNS
from routing.ports import Fault, StockKind

# Arrow’s kernels are generated at run time: no type describes them.
Columns = Mapping[str, Any]
_NUMBER = {StockKind.ESTABLISHMENTS: ("siret", 14), StockKind.LEGAL_UNITS: ("siren", 9)}
_SUFFIX = {StockKind.ESTABLISHMENTS: "Etablissement", StockKind.LEGAL_UNITS: "UniteLegale"}


@dataclass(frozen=True, slots=True)
class Faulty:
    """Which lines of a block are fine, and what is wrong with the others."""

    is_fine: Any
    numbers: Any
    faults: Any

    def first(self, count: int) -> Iterator[tuple[int, str, str]]:
        """Row, number as written (cut), and fault of the first faulty lines."""
        rows = pc.indices_nonzero(pc.invert(self.is_fine)).slice(0, max(count, 0))
        for row in rows.to_pylist():
            number = self.numbers[row].as_py() or ""
            yield row, number[:20], self.faults[row].as_py()


def faults(columns: Columns, kind: StockKind) -> Faulty:
    """The first fault of each line, in the order of gravity."""
    name, length = _NUMBER[kind]
    suffix = _SUFFIX[kind]
    numbers = pc.fill_null(columns[name], "")
    well_formed = pc.match_substring_regex(numbers, f"^[0-9]{{{length}}}$")
    safe = pc.if_else(well_formed, numbers, "0" * length)
    checks = [
        (Fault.NUMBER, well_formed),
        (Fault.CHECKSUM, _has_good_key(safe, length)),
        (Fault.STATE, _is_one_of(columns[f"etatAdministratif{suffix}"], STATES[kind])),
        (Fault.DIFFUSION, _is_one_of(columns[f"statutDiffusion{suffix}"], DIFFUSIONS)),
    ]
    if kind is StockKind.ESTABLISHMENTS:
        siren = pc.fill_null(columns["siren"], "")
        checks.insert(2, (Fault.MISMATCH, pc.equal(siren, pc.utf8_slice_codeunits(safe, 0, 9))))
    fault = pa.nulls(len(numbers), pa.string())
    for reason, is_good in reversed(checks):
        fault = pc.if_else(is_good, fault, reason.value)
    return Faulty(pc.is_null(fault), numbers, fault)


def _is_one_of(column: Any, allowed: tuple[str, ...]) -> Any:
    return pc.is_in(column, pa.array(allowed, pa.string()))


def _digits(numbers: Any, length: int) -> list[Any]:
    return [
        pc.cast(pc.utf8_slice_codeunits(numbers, place, place + 1), pa.int16())
        for place in range(length)
    ]


def _is_multiple(number: Any, of: int) -> Any:
    return pc.equal(pc.multiply(pc.divide(number, of), of), number)


def _total(terms: list[Any]) -> Any:
    total = terms[0]
    for term in terms[1:]:
        total = pc.add(total, term)
    return total


def _has_good_key(numbers: Any, length: int) -> Any:
    """Luhn's key, save for La Poste's branches; all zeroes is no number (see common.values)."""
    digits = _digits(numbers, length)
    terms = [
        _folded(digit) if (length - place) % 2 == 0 else digit for place, digit in enumerate(digits)
    ]
    luhn = _is_multiple(_total(terms), 10)
    if length == 14:
        branch = pc.and_(
            pc.starts_with(numbers, LA_POSTE), pc.not_equal(numbers, LA_POSTE_HEAD_OFFICE)
        )
        luhn = pc.if_else(branch, _is_multiple(_total(digits), 5), luhn)
    return pc.and_(luhn, pc.not_equal(numbers, "0" * length))


def _folded(digit: Any) -> Any:
    doubled = pc.multiply(digit, 2)
    return pc.if_else(pc.greater(doubled, 9), pc.subtract(doubled, 9), doubled)


def shape(batch: pa.RecordBatch, kind: StockKind) -> pa.Table:
    """The rows of the registry’s table, in its order of columns."""
    told = dict(zip(batch.schema.names, batch.columns, strict=True))
    nothing = pa.nulls(batch.num_rows, pa.string())

    def column(name: str) -> Any:
        value = told[name]
        blank = pc.or_(pc.equal(value, ""), pc.equal(value, NOT_DISCLOSED))
        return pc.if_else(pc.fill_null(blank, fill_value=True), nothing, value)

    shaped = _SHAPES[kind](column)
    return pa.table([shaped[name] for name in TABLE_COLUMNS[kind]], TABLE_COLUMNS[kind])


Column = Callable[[str], Any]


def _establishments(column: Column) -> dict[str, Any]:
    def own(name: str) -> Any:
        return column(f"{name}Etablissement")

    commune_code = _if_matches(own("codeCommune"), "^[0-9][0-9AB][0-9]{3}$")
    return {
        "siret": column("siret"),
        "siren": column("siren"),
        "is_open": pc.equal(own("etatAdministratif"), "A"),
        "is_head_office": pc.fill_null(
            pc.equal(column("etablissementSiege"), "true"), fill_value=False
        ),
        "diffusion": own("statutDiffusion"),
        "state_since": _if_matches(column("dateDebut"), "^[12][0-9]{3}-[01][0-9]-[0-3][0-9]$"),
        "sign": own("enseigne1"),
        "other_signs": _joined(own("enseigne2"), own("enseigne3")),
        "usual_name": own("denominationUsuelle"),
        "activity_code": own("activitePrincipale"),
        "complement": own("complementAdresse"),
        "street": _joined(
            own("numeroVoie"), own("indiceRepetition"), own("typeVoie"), own("libelleVoie")
        ),
        "special_distribution": own("distributionSpeciale"),
        "postal_code": _if_matches(own("codePostal"), "^[0-9]{5}$"),
        "commune": pc.coalesce(own("libelleCommune"), own("libelleCommuneEtranger")),
        "commune_code": commune_code,
        "department": _department(commune_code),
        "cedex_code": _if_matches(own("codeCedex"), "^[0-9]{5}$"),
        "cedex": own("libelleCedex"),
        "country": own("libellePaysEtranger"),
    }


def _legal_units(column: Column) -> dict[str, Any]:
    def own(name: str) -> Any:
        return column(f"{name}UniteLegale")

    # A person’s company is called by the person: the name they use, before the one they were given.
    family_name = pc.coalesce(own("nomUsage"), own("nom"))
    person = _joined(pc.coalesce(own("prenomUsuel"), own("prenom1")), family_name)
    head_office = pc.binary_join_element_wise(column("siren"), own("nicSiege"), "")
    return {
        "siren": column("siren"),
        "name": pc.coalesce(own("denomination"), person),
        "acronym": own("sigle"),
        "usual_name": _joined(
            own("denominationUsuelle1"), own("denominationUsuelle2"), own("denominationUsuelle3")
        ),
        "legal_category": own("categorieJuridique"),
        "activity_code": own("activitePrincipale"),
        "head_office_siret": _if_matches(head_office, "^[0-9]{14}$"),
        "is_open": pc.equal(own("etatAdministratif"), "A"),
        "diffusion": own("statutDiffusion"),
    }


_SHAPES: Mapping[StockKind, Callable[[Column], dict[str, Any]]] = {
    StockKind.ESTABLISHMENTS: _establishments,
    StockKind.LEGAL_UNITS: _legal_units,
}


def _joined(first: Any, *others: Any) -> Any:
    """The texts that are there, a space between them; null when there is none.

    Arrow's own `null_handling="skip"` loses rows (26.0), hence the detour by coalesce.
    """
    joined = first
    for other in others:
        both = pc.binary_join_element_wise(joined, other, " ")
        joined = pc.coalesce(both, joined, other)
    return joined


def _if_matches(column: Any, pattern: str) -> Any:
    fits = pc.fill_null(pc.match_substring_regex(column, pattern), fill_value=False)
    return pc.if_else(fits, column, pa.scalar(None, pa.string()))


def _department(commune_code: Any) -> Any:
    """Overseas it has three digits, elsewhere two (2A and 2B in Corsica)."""
    overseas = pc.or_(pc.starts_with(commune_code, "97"), pc.starts_with(commune_code, "98"))
    return pc.if_else(
        overseas,
        pc.utf8_slice_codeunits(commune_code, 0, 3),
        pc.utf8_slice_codeunits(commune_code, 0, 2),
    )
