"""Which département a target lies in, as far as the consumer said."""

from common.values import department_of

_OVERSEAS = ("97", "98")


def department_of_commune(code: str) -> str:
    """The département of an INSEE commune code: `2A004` is in 2A, `97411` in 974."""
    return code[:3] if code.startswith(_OVERSEAS) else code[:2]


def department_of_target(
    *, department: str | None, commune: str | None, postal_code: str | None
) -> str | None:
    """The département the consumer named; None when nothing given places the target.

    The most exact statement wins: a département as such, then a commune's code, then a postal
    code, whose first digits are wrong for a few communes at a border.
    """
    if department:
        return department.upper()
    if commune:
        return department_of_commune(commune)
    return department_of(postal_code) if postal_code else None
