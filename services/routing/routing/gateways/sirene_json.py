"""INSEE's Sirene API documents (3.11): establishments, legal units and links as rows of tables."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from routing.gateways.stock_judgement import faults
from routing.gateways.stock_layout import NOT_DISCLOSED, TREATED, read_columns
from routing.gateways.stock_rows import as_csv, latest, shape
from routing.ports import Rejection, StockKind, StockPart, UpdatesUnreadable

_ESTABLISHMENTS, _UNITS, _LINKS = "etablissements", "unitesLegales", "liensSuccession"


def parts_of(document: Any) -> dict[StockKind, StockPart]:
    """What one answer of the API tells. Raises `UpdatesUnreadable`."""
    if not isinstance(document, dict) or not {_ESTABLISHMENTS, _UNITS, _LINKS} & document.keys():
        raise UpdatesUnreadable("not a document of the Sirene API")
    establishments = _objects(document, _ESTABLISHMENTS)
    units = [_embedded_unit(one) for one in establishments if one.get("uniteLegale")]
    units += [_current(one, "periodesUniteLegale") for one in _objects(document, _UNITS)]
    told = {
        StockKind.LEGAL_UNITS: units,
        StockKind.ESTABLISHMENTS: [_flat(one) for one in establishments],
        StockKind.SUCCESSIONS: _objects(document, _LINKS),
    }
    return {kind: _part(kind, objects) for kind, objects in told.items() if objects}


def documents_in(path: Path) -> Iterator[Any]:
    """One document, or one on each line. Raises `UpdatesUnreadable`."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            first = file.readline()
            try:
                yield json.loads(first)
            except ValueError:
                yield json.loads(first + file.read())
                return
            for line in file:
                if line.strip():
                    yield json.loads(line)
    except OSError as error:
        raise UpdatesUnreadable(f"{path.name}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise UpdatesUnreadable(f"{path.name}: not JSON, or cut short") from error


def _objects(document: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = document.get(name) or []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise UpdatesUnreadable(f"{name} is not a list of objects")
    return found


def _object(parent: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = parent.get(name) or {}
    if not isinstance(found, dict):
        raise UpdatesUnreadable(f"{name} is not an object")
    return found


def _current(parent: dict[str, Any], periods: str) -> dict[str, Any]:
    """The object with its present period: the one without an end, INSEE's first."""
    told = _objects(parent, periods)
    present = next((one for one in told if not one.get("dateFin")), told[0] if told else {})
    return parent | present


def _flat(establishment: dict[str, Any]) -> dict[str, Any]:
    present = _current(establishment, "periodesEtablissement")
    return present | _object(establishment, "adresseEtablissement")


def _embedded_unit(establishment: dict[str, Any]) -> dict[str, Any]:
    return {"siren": establishment.get("siren")} | _object(establishment, "uniteLegale")


def _part(kind: StockKind, objects: Iterable[Mapping[str, Any]]) -> StockPart:
    names = read_columns(kind)
    rows = [{name: _text(one.get(name)) for name in names} for one in objects]
    batch = pa.RecordBatch.from_arrays(
        [pa.array([row[name] for row in rows], pa.string()) for name in names], names=list(names)
    )
    faulty = faults(dict(zip(names, batch.columns, strict=True)), kind)
    kept = batch.filter(faulty.is_fine)
    shaped = shape(kept, kind)
    return StockPart(
        rows=as_csv(shaped),
        accepted=kept.num_rows,
        rejections=tuple(Rejection(None, number, fault) for _, number, fault in faulty.listed()),
        through=latest(shaped["treated_at"]) if TREATED[kind] else None,
        share=1.0,
    )


def _text(value: object) -> str | None:
    """As the stock files write it."""
    if isinstance(value, bool):
        return str(value).lower()
    if value is None or isinstance(value, dict | list):
        return None
    text = str(value).replace("\0", "")
    return None if text in ("", NOT_DISCLOSED) else text
