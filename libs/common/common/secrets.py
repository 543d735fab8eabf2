"""Passwords, random secrets and signed texts."""

import asyncio
import base64
import hashlib
import hmac
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from common.clock import Clock, SystemClock
from common.ids import Chance

# OWASP's second recommendation: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)
# Two at a time: a hash costs 19 MiB and a core, and the event loop must not wait for it.
_workers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")
# The hash of no password: verifying against it costs what a real account costs.
_NOBODY = _HASHER.hash(b"nobody's password")
MAX_PASSWORD_BYTES = 1024
_SYSTEM_CLOCK = SystemClock()


class BadSignature(ValueError):
    """The text was not signed by us, or too long ago."""


class NotOurSeal(ValueError):
    """The bytes were not sealed with this key, or were changed since."""


async def hash_password(password: str) -> str:
    """An argon2id hash; computed in a thread, a few at a time."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(
        _workers, _HASHER.hash, password.encode("utf-8", "surrogatepass")
    )


async def verify_password(password: str, hashed: str | None) -> bool:
    """Whether the password has that hash; None (no such account) takes the same time."""
    loop = asyncio.get_running_loop()
    matches = await loop.run_in_executor(
        _workers, _matches, password.encode("utf-8", "surrogatepass"), hashed or _NOBODY
    )
    return matches and bool(hashed)


def needs_rehash(hashed: str) -> bool:
    """Whether the hash was made with older parameters: replace it at the next login."""
    return _HASHER.check_needs_rehash(hashed)


def _matches(password: bytes, hashed: str) -> bool:
    if len(password) > MAX_PASSWORD_BYTES:
        return False
    try:
        return _HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def new_secret(chance: Chance, bytes_: int = 32) -> str:
    """An unguessable word for an address or a cookie: 256 bits unless told otherwise."""
    return base64.urlsafe_b64encode(chance.token_bytes(bytes_)).decode().rstrip("=")


def digest(secret: str) -> bytes:
    """What a database keeps of a secret of 112 bits or more."""
    return hashlib.sha256(secret.encode()).digest()


class Signer:
    """Signs short texts that come back through a browser: HMAC-SHA256 with a date.

    Texts signed for one `purpose` are refused for another.
    """

    def __init__(self, key: str, *, purpose: str = "", clock: Clock = _SYSTEM_CLOCK) -> None:
        self._key = hashlib.sha256(f"{purpose}\x00{key}".encode()).digest()
        self._clock = clock

    def sign(self, text: str) -> str:
        payload = f"{int(self._clock.now().timestamp())}.{_encode(text.encode())}"
        return f"{payload}.{_encode(self._mark(payload))}"

    def unsign(self, signed: str, max_age: timedelta) -> str:
        """The text, if we signed it less than `max_age` ago; else BadSignature."""
        payload, _, mark = signed.rpartition(".")
        ours = _encode(self._mark(payload))
        if not hmac.compare_digest(mark.encode("utf-8", "replace"), ours.encode()):
            raise BadSignature("the mark is not ours")
        moment, _, text = payload.partition(".")
        if self._clock.now().timestamp() - int(moment) > max_age.total_seconds():
            raise BadSignature("signed too long ago")
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()

    def _mark(self, payload: str) -> bytes:
        return hmac.new(self._key, payload.encode("utf-8", "replace"), hashlib.sha256).digest()


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


_NONCE_BYTES = 12


class Safe:
    """Seals the few secrets that must be read again: AES-256-GCM with a key from the settings.

    A stolen database does not open it. What is sealed for one `purpose` is refused for another.
    """

    def __init__(self, key: str, *, purpose: str, chance: Chance) -> None:
        self._purpose = purpose.encode()
        self._cipher = AESGCM(hashlib.sha256(f"{purpose}\x00{key}".encode()).digest())
        self._chance = chance

    def seal(self, secret: bytes) -> bytes:
        nonce = self._chance.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret, self._purpose)

    def open(self, sealed: bytes) -> bytes:
        """The secret back; raises NotOurSeal."""
        nonce, text = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, text, self._purpose)
        except (InvalidTag, ValueError) as error:
            raise NotOurSeal from error
