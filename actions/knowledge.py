"""Answers from the knowledge base."""

from __future__ import annotations

import re

from actions.shop_action import ShopAction
from actions.talk import GREETING, HUMAN_BUTTON, Button, Talk
from bot.domain.product import Product
from bot.services.answer_faq import answer_faq

_AFTER_LOGIN = re.compile(r"登录后，?(?P<rest>食品|对我说|我(?=可以帮您|可以为您))?")


class AnswerFaq(ShopAction):
    """Answers an informational intent: the FAQ that fits the words, else the intent's default."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_answer_faq"

    def answer(self, talk: Talk) -> None:
        """Answer or admit."""
        tell_faq(talk)


def tell_faq(
    talk: Talk,
    *,
    intent: str | None = None,
    product: Product | None = None,
    buttons: tuple[Button, ...] = (),
    prefix: str = "",
) -> None:
    """Say the FAQ's answer; without one, say honestly that a human will check."""
    if not say_faq(talk, intent=intent, product=product, buttons=buttons, prefix=prefix):
        admit_ignorance(talk)


def say_faq(
    talk: Talk,
    *,
    intent: str | None = None,
    product: Product | None = None,
    buttons: tuple[Button, ...] = (),
    prefix: str = "",
) -> bool:
    """Say the FAQ's answer; False if there is none."""
    asked = intent or talk.goal
    found = answer_faq(talk.tools.faqs, talk.text, talk.tools.policy, intent=asked, product=product)
    if found is None:
        return False
    answer = found.faq.answer.removeprefix(GREETING) if prefix else found.faq.answer
    talk.say(prefix + suit_login(talk, answer), buttons=buttons)
    return True


def suit_login(talk: Talk, answer: str) -> str:
    """A customer who is logged in is not told what will be possible 登录后."""
    if talk.customer_id is None:
        return answer
    return _AFTER_LOGIN.sub(lambda found: f"{found['rest'] or ''}", answer)


def admit_ignorance(talk: Talk, what: str = "这个问题") -> None:
    """Never invent: say that a human checks it."""
    talk.offer("/request_human")
    talk.say(f"{what}我这里暂时没有准确的资料，不敢随意答复您。需要请人工客服为您核实吗？", buttons=[HUMAN_BUTTON])
