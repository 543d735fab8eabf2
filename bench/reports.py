"""Reports to file: every one by another person, whose e-mail address is proved beforehand."""

from collections.abc import Sequence
from itertools import count

from bench.load import post
from tests.chaos.ledger import Form, person, prove_many

PATH = "/v1/reports"


class Forms:
    """Requests that intake accepts, each with a person, a proof and a key of its own."""

    def __init__(self, address: str, database: str, form: Form) -> None:
        self._address = address
        self._database = database
        self._form = form
        self._numbers = count()

    async def make(self, size: int) -> Sequence[bytes]:
        numbers = [next(self._numbers) for _ in range(size)]
        proofs = await prove_many(self._database, [person(number) for number in numbers])
        return [
            post(
                self._address,
                PATH,
                self._form.filled(number, proofs[person(number)]),
                key=f"bench-{number:016d}",
            )
            for number in numbers
        ]
