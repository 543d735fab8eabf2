"""An antivirus for demonstrations: it knows one thing, the harmless EICAR test file."""

# Written in two halves, so that no scanner takes this file for the test file.
_EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE" + rb"!$H+H*"


class DemoAntivirus:
    async def finds(self, content: bytes) -> str | None:
        return "Eicar-Test-Signature" if _EICAR in content else None
