"""`/v1/categories`: the category tree in one language."""

from hashlib import sha256
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from intake.domain.category_node import Question
from intake.domain.category_tree import CategoryTree, Trail
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


def categories(parts: IntakeParts) -> APIRouter:
    """Each version of the tree is written once in each language, and told by its digest."""
    router = APIRouter(prefix="/v1", tags=["categories"])
    langs: tuple[Lang, ...] = ("fr", "en")
    written = {
        (tree.version, lang): _written(tree, lang) for tree in parts.trees.trees() for lang in langs
    }

    @router.get("/categories", response_model=CategoriesBody)
    async def read_categories(request: Request, lang: Literal["fr", "en"] = "fr") -> Response:
        body, etag = written[parts.tree.version, lang]
        headers = {"etag": etag, "cache-control": FRESH_FOR, "content-language": lang}
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers=headers)
        return Response(body, media_type="application/json", headers=headers)

    return router


def _written(tree: CategoryTree, lang: Lang) -> tuple[bytes, str]:
    items = [_category(Trail((top,)), lang) for top in tree.tops]
    body = CategoriesBody(lang=lang, version=tree.version, items=items).model_dump_json().encode()
    return body, f'"{sha256(body).hexdigest()[:32]}"'


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
