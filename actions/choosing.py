"""Help to choose: sizes, comparison, recommendation."""

from __future__ import annotations

import re

from actions.cards import product_card
from actions.comparing import compare
from actions.knowledge import admit_ignorance
from actions.product import require_product, say_faq_about
from actions.product_facts import tell_fact
from actions.recommending import go_on_recommending
from actions.shop_action import ShopAction
from actions.stock import tell_what_is_made
from actions.talk import HUMAN_BUTTON, Talk
from bot.domain.product import Product
from bot.domain.sizing import SizeFit, parse_measures
from bot.domain.spec_sheet import answer_attribute
from bot.services.look_up_product import advise_product_size
from bot.services.look_up_stock import answer_stock

_ANY_HEIGHT = 250
"""A chart's line up to here holds for every height."""


class AdviseSize(ShopAction):
    """Answers “穿多大” by the product's chart."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_advise_size"

    def answer(self, talk: Talk) -> None:
        """Advise, or ask for height and weight."""
        product = require_product(talk)
        if product is None:
            return
        if _tell_without_measures(talk, product):
            return
        told = (f"身高{height}" for height in talk.entities("height") if not _is_weight(height, talk.text))
        words = " ".join((talk.text, *told, *(f"体重{weight}公斤" for weight in talk.entities("weight"))))
        earlier = parse_measures(" ".join(_earlier_measures(talk)))
        advice = advise_product_size(product, words, height_cm=earlier.height_cm, weight_kg=earlier.weight_kg)
        note = f"{product.size_note.rstrip('。')}。" if product.size_note else ""
        if advice.fit is SizeFit.NEEDS_MEASURES:
            talk.set_slot("awaiting", "ask_size")
            talk.say(f"请您告诉我{_needed(product)}，我按「{product.name}」的尺码表为您推荐。")
        elif advice.fit is SizeFit.NO_CHART:
            if not say_faq_about(talk, product):
                self._quote_dimensions(talk, product)
        elif advice.fit is SizeFit.EXACT:
            larger = f"，喜欢宽松也可以选 {advice.alternative}" if advice.alternative else ""
            rest = "" if larger and "宽松" in note else note
            talk.say(
                f"按您提供的数据，「{product.name}」建议您选 {advice.size}{larger}。{rest}", card=product_card(product)
            )
        elif advice.fit is SizeFit.BETWEEN:
            talk.say(
                f"按体重建议选 {advice.size}，按身高建议选 {advice.alternative}。"
                f"喜欢宽松可以选大一码，喜欢合身可以选小一码。{note if '宽松' not in note else ''}",
                card=product_card(product),
            )
        else:
            talk.say(
                f"您的数据超出了「{product.name}」的尺码范围，最接近的是 {advice.size}，可能不够合身，建议您谨慎选择，"
                "也可以请人工客服为您确认。",
                card=product_card(product),
                buttons=[HUMAN_BUTTON],
            )

    def _quote_dimensions(self, talk: Talk, product: Product) -> None:
        sizes = [
            f"{key}：{value}" for key, value in product.specs.items() if re.search("尺寸|规格|容量|大小|长度", key)
        ]
        if sizes:
            talk.say(f"「{product.name}」的{'，'.join(sizes)}。", card=product_card(product))
        else:
            admit_ignorance(talk, f"关于「{product.name}」的尺寸，")


def _tell_without_measures(talk: Talk, product: Product) -> bool:
    """What the page says itself about who it fits (适用身高, 尺码建议), and sizes that are told or not made."""
    stock = answer_stock(product, talk.text)
    if "鞋" in product.name and stock.missing:
        tell_what_is_made(talk, stock)
        return True
    advised = product.specs.get("尺码建议", "")
    if "鞋" in product.name and stock.is_named and advised.startswith("标准尺码"):
        sizes = "、".join(dict.fromkeys(sku.attributes.get("尺码", "") for sku in (*stock.available, *stock.empty)))
        talk.say(
            f"「{product.name}」的尺码建议：{advised}。您平时穿 {sizes}的话，可以选 {sizes}。",
            card=product_card(product),
        )
        return True
    fact = answer_attribute(product, talk.text)
    if fact is None or not (fact.remark or fact.key == "尺码建议" or (not product.size_chart and fact.is_sure)):
        return False
    return tell_fact(talk, product, fact)


def _is_weight(height: str, text: str) -> bool:
    """160 in 160斤 is no height."""
    return re.search(rf"{re.escape(height)}\s*(?:斤|公斤|kg)", text) is not None


def _needed(product: Product) -> str:
    if "鞋" in product.name:
        return "脚长（厘米）"
    who = "宝宝的" if product.category == "母婴" else ""
    by_height = any(row.height_cm[1] < _ANY_HEIGHT for row in product.size_chart)
    return f"{who}{'身高和体重' if by_height else '体重'}"


class CompareProducts(ShopAction):
    """Answers “这两款有什么区别”."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_compare_products"

    def answer(self, talk: Talk) -> None:
        """The differences, from the sheets."""
        compare(talk)


class RecommendProducts(ShopAction):
    """Answers “哪款合适”."""

    def name(self) -> str:
        """In ``domain.yml``."""
        return "action_recommend_products"

    def answer(self, talk: Talk) -> None:
        """Goods that fit what was asked."""
        go_on_recommending(talk)


def _earlier_measures(talk: Talk) -> list[str]:
    """Height and weight may come in two messages."""
    if talk.slot("last_intent") != "ask_size":
        return []
    texts = [str(event.get("text") or "") for event in talk.tracker.events if event.get("event") == "user"]
    return texts[-3:-1]
