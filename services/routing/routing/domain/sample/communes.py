"""A few hundred real communes, with the postal code of their centre and a class of size."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

# Establishments per class of size, 1 (a market town) to 6 (a metropolis).
_WEIGHTS = {1: 1, 2: 2, 3: 4, 4: 9, 5: 16, 6: 30}


@dataclass(frozen=True, slots=True)
class Commune:
    """An INSEE commune, or a municipal arrondissement of Paris, Lyon or Marseille."""

    code: str
    postal_code: str
    name: str
    weight: int

    @property
    def city(self) -> str:
        """The name without the number of the arrondissement."""
        return self.name.rstrip("0123456789 ")


@cache
def communes() -> tuple[Commune, ...]:
    """Source: INSEE’s official geographic code; `communes.txt` holds code, post, size, name."""
    text = resources.files(__package__).joinpath("communes.txt").read_text("utf-8")
    lines = (line.split(" ", 3) for line in text.splitlines())
    return tuple(
        Commune(code, postal_code, name, _WEIGHTS[int(size)])
        for code, postal_code, size, name in lines
    )
