"""Use, installation and warranty of a product: what its page says, then the published answers."""

from __future__ import annotations

import re

from actions.cards import product_card
from actions.knowledge import admit_ignorance, tell_faq
from actions.product import admit_about, say_faq_about
from actions.product_facts import tell_fact
from actions.product_in_view import match_product
from actions.shop_action import ShopAction
from actions.talk import GREETING, HUMAN_BUTTON, Talk
from bot.domain.product import Product
from bot.domain.spec_sheet import AnswerKind, AttributeAnswer, answer_attribute, full_sheet
from bot.domain.spec_wording import tell_line
from bot.services.answer_faq import answer_faq

_HOW = re.compile(r"怎么|如何|怎样|咋")
_HOW_LINES = re.compile(r"方法|方式|洗|冲泡|保养|用量|消毒|除垢|安装|用水|储存|加水|卸|收纳|供电|比例")
_INSTALLING = re.compile(r"安装|组装|收纳")
_ABOUT_INSTALLING = re.compile(r"安装|组装|装机|师傅|上门|打孔|拆")
_CANNOT = re.compile(
    r"装不(?:来|上|好|了|起来?|会|成|拢|进)|不会(?:安|组)?装|不懂(?:怎么)?装|没人(?:会|帮)装|自己装不|装(?:到)?一半"
)
_CHARGES = re.compile(r"费|钱|打孔|铜管|高空|免费|材料")
_WHETHER_OR_WHEN = re.compile(r"装|上门|师傅|约|时候|几时|何时|多久|没人|没来|进度")


class AnswerUsage(ShopAction):
    """Answers how to use what was bought."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_answer_usage"

    def answer(self, talk: Talk) -> None:
        """An FAQ about it, the page, an FAQ that is near enough, or a human."""
        product = match_product(talk).product
        if product is None:
            tell_faq(talk, buttons=(("咨询人工客服", "/request_human"),))
            return
        talk.remember_product(product)
        if say_faq_about(talk, product):
            return
        fact = answer_attribute(product, talk.text)
        if fact is not None and _answers_use(fact, talk.text) and tell_fact(talk, product, fact):
            return
        if say_faq_about(talk, product, is_usage=True):
            return
        admit_about(talk, product)


class AnswerInstallation(ShopAction):
    """Answers whether and how it is installed."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_answer_installation"

    def answer(self, talk: Talk) -> None:
        """What the product's page says, then the FAQ; never a promise that neither holds."""
        product = match_product(talk).product
        if product is None:
            tell_faq(talk, buttons=(("预约安装请找人工", "/request_human"),))
            return
        talk.remember_product(product)
        fact = answer_attribute(product, talk.text)
        if fact is not None and _is_about_something_else(fact, talk.text) and tell_fact(talk, product, fact):
            return
        line = _installation_line(product)
        if _CANNOT.search(talk.text):
            _help_with_it(talk, product, line)
        elif line is not None and (not product.needs_installation or _CHARGES.search(talk.text)):
            tell_fact(talk, product, line)
        elif product.needs_installation:
            _tell_about_fitting(talk, product)
        elif _CHARGES.search(talk.text) or not say_faq_about(talk, product):
            talk.say(f"「{product.name}」不需要上门安装。", card=product_card(product))


class TellWarranty(ShopAction):
    """Answers how long the warranty runs."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_tell_warranty"

    def answer(self, talk: Talk) -> None:
        """The product's months, or the general rule."""
        product = match_product(talk).product
        if product is None:
            tell_faq(talk)
            return
        talk.remember_product(product)
        if say_faq_about(talk, product):
            return
        if product.warranty_months:
            talk.say(
                f"「{product.name}」从签收次日起保修 {product.warranty_months} 个月，"
                "保修期内非人为故障可以免费检测、维修。请您保留好订单或发票作为凭证。",
                card=product_card(product),
                buttons=[("申请维修", "/request_repair")],
            )
        else:
            talk.say(
                f"「{product.name}」属于不提供保修的商品，签收后如有质量问题，"
                f"{talk.tools.policy.returns.quality_days} 天内可以凭照片申请退换。",
                card=product_card(product),
            )


def _answers_use(fact: AttributeAnswer, text: str) -> bool:
    """To 怎么 only a line that tells how: 蓝牙怎么连 is not answered by the Bluetooth version."""
    return not _HOW.search(text) or _HOW_LINES.search(fact.key) is not None


def _is_about_something_else(fact: AttributeAnswer, text: str) -> bool:
    """能装可乐吗 is no question about installing."""
    return (
        fact.is_sure
        and not _INSTALLING.search(fact.key)
        and not (_ABOUT_INSTALLING.search(text) or _CHARGES.search(text))
    )


def _installation_line(product: Product) -> AttributeAnswer | None:
    for key, value in full_sheet(product).items():
        if _INSTALLING.search(key) and re.search("安装|组装|打孔|免费", value + key) and "收纳袋" not in value:
            return AttributeAnswer(AnswerKind.VALUE, key, key, value, is_sure=True)
    return None


def _help_with_it(talk: Talk, product: Product, line: AttributeAnswer | None) -> None:
    """装不来咋办 asks for help, and not once more whether it has to be put together."""
    talk.offer("/request_human")
    told = tell_line(product.name, line, talk.text) if line is not None else ""
    talk.say(
        f"安装遇到困难您先别着急。{told}请告诉我卡在哪一步，或者缺了什么零件，可以拍照发来；"
        "需要的话，我请人工客服一步步指导您。",
        buttons=[HUMAN_BUTTON],
    )


def _tell_about_fitting(talk: Talk, product: Product) -> None:
    found = answer_faq(talk.tools.faqs, talk.text, talk.tools.policy, intent=talk.goal, product=product)
    if found is None or (found.is_default and not _WHETHER_OR_WHEN.search(talk.text)):
        admit_ignorance(talk, f"「{product.name}」需要安装。您问的这一项服务，")
        return
    buttons = [("预约安装请找人工", "/request_human")]
    talk.say(f"「{product.name}」需要安装。{found.faq.answer.removeprefix(GREETING)}", buttons=buttons)
