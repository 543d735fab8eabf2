"""A request that creates something may be sent twice: it has one effect and one answer."""

import hashlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert
from starlette.requests import Request
from starlette.responses import Response

from common.db.plumbing import IdempotencyRow
from common.db.prepared import Prepared
from common.db.register import Answer
from common.http.language import Text
from common.http.problem import Problem, ProblemSpec
from common.unit_of_work import UnitOfWork

HEADER = "idempotency-key"
REPLAYED = "idempotency-replayed"
KEPT_HEADERS = ("location", "content-type")
_KEY = re.compile(r'"?([A-Za-z0-9._:\-]{16,64})"?')
# One key seals one answer, ever: the nonce has nothing to tell apart.
_NONCE = bytes(12)
_CLAIM = Prepared(
    insert(IdempotencyRow)
    .values({name: bindparam(name) for name in ("scope", "key", "request_hash")})
    .on_conflict_do_nothing()
    .returning(IdempotencyRow.key)
)

# `@router.post(…, openapi_extra=IDEMPOTENT)`: the document says that the key is needed.
IDEMPOTENT = {
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": True,
            "description": "Chosen by the caller, one for each thing to create: a UUID will do.",
            "schema": {"type": "string", "pattern": r"^[A-Za-z0-9._:-]{16,64}$"},
        }
    ]
}

BAD_KEY = ProblemSpec(
    400,
    "idempotency-key-required",
    Text("Clé d’idempotence absente ou mal formée", "Idempotency key missing or malformed"),
    Text(
        "Envoyez l’en-tête Idempotency-Key : 16 à 64 lettres, chiffres ou « - _ . : ».",
        "Send the header Idempotency-Key: 16 to 64 letters, digits or “- _ . :”.",
    ),
)
KEY_REUSED = ProblemSpec(
    422,
    "idempotency-key-reused",
    Text("Clé d’idempotence déjà utilisée", "Idempotency key already used"),
    Text(
        "Cette clé a servi à une autre requête. Prenez-en une nouvelle.",
        "This key served another request. Use a new one.",
    ),
)


@dataclass(frozen=True, slots=True)
class _Key:
    """What is kept of a key: a digest. The key itself seals the answer, which may hold a secret."""

    digest: str
    seal: bytes
    fingerprint: bytes


async def once(
    request: Request,
    store: UnitOfWork,
    *,
    scope: str,
    do: Callable[[], Awaitable[Response]],
    key: str | None = None,
) -> Response:
    """Run `do` at most once for the request's key, in the store's transaction.

    `scope` keeps the keys of different callers and deeds apart; `key` stands for the header where
    a form cannot send one. While another request with the same key is being served, this one
    waits for it, up to the lock timeout (then a 409). A refusal raised by `do` undoes
    everything, the key included: the caller may try again.
    """
    mine = await _read_key(request, key)
    connection = await store.connection()
    claimed = await _CLAIM.fetch(
        connection, {"scope": scope, "key": mine.digest, "request_hash": mine.fingerprint}
    )
    if not claimed:
        return await _replay(store, scope, mine)
    response = await do()
    kept = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    sealed = AESGCM(mine.seal).encrypt(_NONCE, bytes(response.body), None)
    store.keep_answer(Answer(scope, mine.digest, response.status_code, kept, sealed))
    return response


async def _read_key(request: Request, given: str | None) -> _Key:
    text = request.headers.get(HEADER, "") if given is None else given
    match = _KEY.fullmatch(text)
    if match is None:
        raise Problem(BAD_KEY)
    line = f"{match[1]}\n{request.method} {request.url.path}\n".encode()
    return _Key(
        digest=hashlib.sha256(b"key\n" + match[1].encode()).hexdigest(),
        seal=hashlib.sha256(b"seal\n" + match[1].encode()).digest(),
        fingerprint=hashlib.sha256(line + await request.body()).digest(),
    )


async def _replay(store: UnitOfWork, scope: str, key: _Key) -> Response:
    result = await (await store.connection()).execute(
        select(
            IdempotencyRow.request_hash,
            IdempotencyRow.status,
            IdempotencyRow.headers,
            IdempotencyRow.body,
        ).where(IdempotencyRow.scope == scope, IdempotencyRow.key == key.digest)
    )
    row = result.one()
    if row.request_hash != key.fingerprint:
        raise Problem(KEY_REUSED)
    body = AESGCM(key.seal).decrypt(_NONCE, row.body, None)
    return Response(body, row.status, {**row.headers, REPLAYED: "true"})
