"""Several questions about one product in one message: 游泳戴没事吧 能测血压不."""

from __future__ import annotations

import re

from bot.domain.product import Product
from bot.domain.spec_sheet import AnswerKind, AttributeAnswer, answer_attribute
from bot.domain.spec_wording import tell_line

MOST = 2
_CLAUSES = re.compile(r"[，,。；;！!？?\n]+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])|(?:还有就?是|另外|以及|还想问)")
_ASKS = re.compile(
    r"[吗嘛么不没吧呢]$|什么|怎么|多少|多久|[几哪啥咋]|能不能|有没有|可不可以|会不会|是不是|[\u4e00-\u9fff]不[\u4e00-\u9fff]"
    r"|(?:吗|行不|能用不|可以不)(?:这个|这款|它)$|多[重大长高宽]"
)


def answer_each(product: Product, text: str) -> tuple[tuple[str, AttributeAnswer], ...]:
    """The clauses that ask for different things of the product, with the page's answers; empty: it is one question.

    The first answer is always one that the page tells; what it does not tell is kept only beside that.
    """
    asked = [part.strip() for part in _CLAUSES.split(text) if part and len(part.strip()) > 1]
    found: dict[str, tuple[str, AttributeAnswer]] = {}
    for clause in asked:
        answer = answer_attribute(product, clause) if _ASKS.search(clause) else None
        if answer is not None and (answer.is_sure or (answer.kind is AnswerKind.UNKNOWN and answer.asked)):
            found.setdefault(answer.key or answer.asked, (clause, answer))
    ordered = sorted(found.values(), key=lambda pair: pair[1].kind is AnswerKind.UNKNOWN)[:MOST]
    is_told = len(ordered) == MOST and ordered[0][1].kind is not AnswerKind.UNKNOWN
    return tuple(ordered) if is_told else ()


def tell_each(product: Product, answers: tuple[tuple[str, AttributeAnswer], ...]) -> str:
    """One line for each question; the product is named in the first only."""
    lines = []
    for clause, answer in answers:
        if answer.kind is AnswerKind.UNKNOWN:
            lines.append(f"关于“{answer.asked}”，商品页面没有写到，需要的话我可以请人工客服为您核实。")
        else:
            lines.append(tell_line(product.name, answer, clause))
    title = f"「{product.name}」"
    return "\n".join([lines[0], *(line.replace(f"{title}的", "").replace(title, "这款") for line in lines[1:])])
