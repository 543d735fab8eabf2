"""`/v1/categories`: the category tree in one language."""

import gzip
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from intake.domain.category_node import Question
from intake.domain.category_tree import CategoryTree, Trail
from intake.domain.tree_search import LONGEST_QUERY
from intake.domain.wording import Lang, Wording
from intake.parts import IntakeParts

FRESH_FOR = "public, max-age=300"


class ChoiceBody(BaseModel):
    key: str
    label: str


class QuestionBody(BaseModel):
    """`answers[]` of a report: `question` is this key; for a choice, `value` is a choice's key."""

    key: str
    label: str
    hint: str | None
    kind: str
    required: bool
    choices: list[ChoiceBody]


class LinkBody(BaseModel):
    label: str
    url: str


class WallBody(BaseModel):
    """Where to go instead: other sites, and other branches of the tree by their keys."""

    advice: str
    links: list[LinkBody]
    branches: list[list[str]]


class CategoryBody(BaseModel):
    """A node. Only one without `children` and without `wall` takes reports.

    `targets`, `tags`, `codes` and `questions` count what the nodes above say too; `help` and
    `prompts` are the nearest node's.
    """

    key: str
    title: str
    hint: str | None
    help: str | None
    question: str | None
    tags: list[str]
    codes: list[str]
    targets: list[str]
    questions: list[QuestionBody]
    prompts: dict[str, str]
    offers_advice: bool
    wall: WallBody | None
    children: list["CategoryBody"]


class CategoriesBody(BaseModel):
    """`version`: to be named as `tree_version` by reports that were begun under it."""

    lang: str
    version: int
    items: list[CategoryBody]


class FoundBody(BaseModel):
    """A leaf that may be meant: `path` are its keys from the top, `labels` their titles."""

    path: list[str]
    labels: list[str]
    hint: str | None
    takes_reports: bool


class FoundBodies(BaseModel):
    lang: str
    items: list[FoundBody]


@dataclass(frozen=True, slots=True)
class Written:
    """A version of the tree in one language, as it is sent: half a megabyte, or a tenth of it."""

    body: bytes
    zipped: bytes
    digest: str


def categories(parts: IntakeParts) -> APIRouter:
    """Each version of the tree is written once in each language, at its first use."""
    router = APIRouter(prefix="/v1", tags=["categories"])
    written: dict[tuple[int, Lang], Written] = {}

    @router.get("/categories", response_model=CategoriesBody)
    async def read_categories(request: Request, lang: Literal["fr", "en"] = "fr") -> Response:
        tree = parts.tree
        if (tree.version, lang) not in written:
            written[tree.version, lang] = _written(tree, lang)
        return _sent(written[tree.version, lang], request, lang)

    @router.get("/categories/search")
    async def search_categories(
        q: Annotated[str, Query(min_length=1, max_length=LONGEST_QUERY)],
        lang: Literal["fr", "en"] = "fr",
    ) -> FoundBodies:
        """The leaves that a plain sentence is about, the likeliest first; none: no word is known.

        Nobody should be named in `q`: it is an address, and addresses are kept by browsers.
        """
        found = parts.searches.of(parts.tree, lang).find(q)
        return FoundBodies(lang=lang, items=[_found(each.trail, lang) for each in found])

    return router


def _found(trail: Trail, lang: Lang) -> FoundBody:
    return FoundBody(
        path=list(trail.keys),
        labels=list(trail.labels(lang)),
        hint=trail.end.hint.of(lang) if trail.end.hint else None,
        takes_reports=trail.end.wall is None,
    )


def _sent(tree: Written, request: Request, lang: Lang) -> Response:
    """Zipped for those who accept it; nothing for those who have it already."""
    is_zipped = "gzip" in request.headers.get("accept-encoding", "")
    etag = f'"{tree.digest}{"-gzip" if is_zipped else ""}"'
    headers = {
        "etag": etag,
        "cache-control": FRESH_FOR,
        "content-language": lang,
        "vary": "accept-encoding",
    }
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    if is_zipped:
        headers["content-encoding"] = "gzip"
    body = tree.zipped if is_zipped else tree.body
    return Response(body, media_type="application/json", headers=headers)


def _written(tree: CategoryTree, lang: Lang) -> Written:
    items = [_category(Trail((top,)), lang) for top in tree.tops]
    told = CategoriesBody(lang=lang, version=tree.version, items=items)
    body = told.model_dump_json().encode()
    return Written(body, gzip.compress(body, mtime=0), sha256(body).hexdigest()[:32])


def _category(trail: Trail, lang: Lang) -> CategoryBody:
    node = trail.end
    wall = node.wall
    return CategoryBody(
        key=node.key,
        title=node.title.of(lang),
        hint=node.hint.of(lang) if node.hint else None,
        help=trail.help.of(lang) if trail.help else None,
        question=node.question.of(lang) if node.question else None,
        tags=sorted(trail.tags),
        codes=[code.key for code in trail.codes],
        targets=[kind.value for kind in trail.targets],
        questions=[_question(question, lang) for question in trail.questions],
        prompts=_prompts(trail, lang),
        offers_advice=trail.offers_advice,
        wall=WallBody(
            advice=wall.advice.of(lang),
            links=[LinkBody(label=link.label.of(lang), url=link.url) for link in wall.links],
            branches=[list(branch) for branch in wall.branches],
        )
        if wall
        else None,
        children=[_category(Trail((*trail.nodes, child)), lang) for child in node.children],
    )


def _prompts(trail: Trail, lang: Lang) -> dict[str, str]:
    prompts = trail.prompts
    words: dict[str, Wording | None] = {
        "story": prompts.story,
        "files": prompts.files,
        "company": prompts.company,
        "afterwards": prompts.afterwards,
    }
    return {name: wording.of(lang) for name, wording in words.items() if wording}


def _question(question: Question, lang: Lang) -> QuestionBody:
    return QuestionBody(
        key=question.key,
        label=question.label.of(lang),
        hint=question.hint.of(lang) if question.hint else None,
        kind=question.kind.value,
        required=question.is_required,
        choices=[
            ChoiceBody(key=choice.key, label=choice.label.of(lang)) for choice in question.choices
        ],
    )
