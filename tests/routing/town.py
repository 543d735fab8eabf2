"""A small town's registry, written as INSEE writes it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from routing.domain.sample.communes import Commune
from routing.domain.sample.stock import Firm, Shop, siret_of
from routing.handlers.build_index import build_index
from routing.handlers.import_registry import ImportRegistry, ImportReport, import_registry
from routing.handlers.write_sample import write_sample
from routing.parts import RoutingParts
from routing.ports import Hit, StockKind

CASSIS = Commune("13022", "13260", "Cassis", 1)
MARSEILLE_1 = Commune("13201", "13001", "Marseille 1", 1)
AJACCIO = Commune("2A004", "20000", "Ajaccio", 1)


def a_shop(
    number: int = 1,
    *,
    sign: str | None = None,
    commune: Commune = CASSIS,
    street: str = "DE LA MER",
    is_open: bool = True,
    is_head_office: bool = True,
) -> Shop:
    return Shop(number, commune, "4", "QU", street, sign, is_open, is_head_office, "2001-05-01")


def a_firm(siren: str, name: str, *shops: Shop, acronym: str | None = None) -> Firm:
    return Firm(siren, "5499", "56.30Z", shops or (a_shop(),), name=name, acronym=acronym)


GLACIER = a_firm("059806653", "SARL LE GLACIER", a_shop(sign="LE GLACIER"))
# Two bars of the same name in one town: nobody can tell which one is meant.
COMMERCE_1 = a_firm("326820834", "BAR DU COMMERCE", a_shop(street="DU PORT"))
COMMERCE_2 = a_firm("331483636", "BAR DU COMMERCE", a_shop(street="DE LA GARE"))
# A head office in Marseille, one open branch and one that closed.
BAKERY = a_firm(
    "057819161",
    "SAS BOULANGERIES DU SUD",
    a_shop(1, sign="LE BON PAIN", commune=MARSEILLE_1),
    a_shop(2, sign="LE BON PAIN", is_head_office=False),
    a_shop(3, sign="LE VIEUX FOUR", is_open=False, is_head_office=False),
)
CLOSED = a_firm("340637388", "CAFE DISPARU", a_shop(sign="CAFE DISPARU", is_open=False))
MAIRIE = replace(
    a_firm("211300223", "COMMUNE DE CASSIS", a_shop(sign="MAIRIE")),
    legal_category="7210",
    activity_code="84.11Z",
)
HIDDEN = Firm(
    "339242224",
    "1000",
    "96.02A",
    (a_shop(sign="SALON MIREILLE"),),
    first_name="MIREILLE",
    last_name="PAGNOL",
    is_partial=True,
)
RAILWAY = a_firm(
    "552049447", "SOCIETE NATIONALE DES TRAINS", a_shop(commune=AJACCIO), acronym="SNT"
)
TOWN = (GLACIER, COMMERCE_1, COMMERCE_2, BAKERY, CLOSED, MAIRIE, HIDDEN, RAILWAY)


def siret(firm: Firm, rank: int = 0) -> str:
    return siret_of(firm, firm.shops[rank])


LINK_COLUMNS = (
    "siretEtablissementPredecesseur",
    "siretEtablissementSuccesseur",
    "dateLienSuccession",
    "transfertSiege",
    "continuiteEconomique",
    "dateDernierTraitementLienSuccession",
)


def write_links(path: Path, links: Iterable[tuple[str, str, str]]) -> Path:
    """Historic links as INSEE writes them: predecessor, successor, continuity."""
    lines = [
        f"{before},{after},2025-03-01,false,{goes_on},2025-03-02T08:00:00"
        for before, after, goes_on in links
    ]
    path.write_text("\n".join((",".join(LINK_COLUMNS), *lines)) + "\n", encoding="utf-8")
    return path


def in_silence(kind: StockKind, lines: int, share: float) -> None:
    """Nobody watches the progress."""


def numbers(hits: Sequence[Hit]) -> list[str]:
    return [hit.siret for hit in hits]


async def settle(parts: RoutingParts, folder: Path, firms: tuple[Firm, ...] = TOWN) -> ImportReport:
    """Import the firms and index them, as the command does."""
    establishments, legal_units = write_sample(firms, folder)
    command = ImportRegistry(establishments, legal_units, may_shrink=True)
    done = await import_registry(command, parts.open_store, stock=parts.stock, progress=in_silence)
    async with parts.open_store() as store:
        await build_index(store, search=parts.search, progress=lambda _: None)
    return done
