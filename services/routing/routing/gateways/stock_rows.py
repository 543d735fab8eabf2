"""Lines of a stock brought to the shape of the registry's tables, whole columns at a time."""

import io
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from common.clock import PARIS
from routing.gateways.stock_layout import TABLE_COLUMNS
from routing.ports import StockKind


def shape(batch: pa.RecordBatch, kind: StockKind) -> pa.Table:
    """The rows of the registry’s table, in its order of columns."""
    told = dict(zip(batch.schema.names, batch.columns, strict=True))
    shaped = _SHAPES[kind](told.__getitem__)
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
        "treated_at": _instant(own("dateDernierTraitement")),
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
        "treated_at": _instant(own("dateDernierTraitement")),
    }


def _successions(column: Column) -> dict[str, Any]:
    def is_true(name: str) -> Any:
        return pc.fill_null(pc.equal(column(name), "true"), fill_value=False)

    return {
        "predecessor": column("siretEtablissementPredecesseur"),
        "successor": column("siretEtablissementSuccesseur"),
        "linked_on": column("dateLienSuccession"),
        "moves_head_office": is_true("transfertSiege"),
        "is_continuous": is_true("continuiteEconomique"),
    }


_SHAPES: Mapping[StockKind, Callable[[Column], dict[str, Any]]] = {
    StockKind.ESTABLISHMENTS: _establishments,
    StockKind.LEGAL_UNITS: _legal_units,
    StockKind.SUCCESSIONS: _successions,
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


def _instant(column: Any) -> Any:
    return _if_matches(
        column,
        "^[12][0-9]{3}-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-5][0-9]:[0-5][0-9]([.][0-9]+)?$",
    )


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


def latest(treated: Any) -> datetime | None:
    """INSEE writes the hour of Paris and does not say so."""
    text = pc.max(treated).as_py()
    return datetime.fromisoformat(text).replace(tzinfo=PARIS) if text else None


def as_csv(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    csv.write_csv(table, sink, csv.WriteOptions(include_header=False, quoting_style="needed"))
    return sink.getvalue()
