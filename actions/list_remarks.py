"""Remarks that only make sense beside the goods that were just shown or looked for, whatever the words look like."""

from __future__ import annotations

import re

from actions.pricing import explain_bill, make_bill
from actions.recommending import recommend
from actions.region import is_far, region_of
from actions.shown_goods import newest_card, pick_shown, product_in_view
from actions.talk import Talk
from bot.domain.baskets import choose_variant, named_goods
from bot.domain.spec_sheet import answer_attribute
from bot.domain.spec_wording import tell_line
from bot.domain.variants import named_variants
from bot.domain.wishes import read_excluded, read_wish
from bot.services.goods_kinds import find_kind, find_unsold_word, find_use
from bot.services.work_out_price import Line

_ABOUT_ORDERS = frozenset({"query_order", "query_logistics", "how_to_order", "urge_shipment", "report_quality_issue"})
_UNSETTLED = frozenset(
    {"out_of_scope", "chitchat", "nlu_fallback", "ask_clarification", "inform", "affirm", "deny", "goodbye", "thank"}
)
_PRODUCT = frozenset({"ask_product_detail", "ask_usage", "ask_recommendation", "ask_stock", "ask_authenticity"})
_PRICE = re.compile(r"多少钱|几块|什么价|啥价|价格|多少来着|多少$")
_STOCK = re.compile(r"有货|有没有|现货|缺货|库存")
_OWN_ORDER = re.compile(r"订单|单号|我买的|[买付拍][了过]|退|催|物流|快递")
_ASKS_FOR = re.compile(r"卖|有|[呢嘞咧哩]")
_RANGE = re.compile(r"[那还有卖没得不的呢嘞咧哩呀啊吗么嘛哈？?，,。\s]|吧")
_HAGGLED = "没有改价的权限"
_LEAVES = re.compile(r"走了|不买|算了|别家|去.{1,4}买|少|便宜|最低|真的不能|就不能")
_FAR_GOODS = re.compile(r"大件|大家电|生鲜|冷冻|[发送到寄][得能]?不?(?:[发送到寄了]|[吗么嘛])")
_CLAUSE = re.compile(r"[，,。？?！!；;\s]+")


def answer_list_remark(talk: Talk, action: str) -> bool:
    """Answer it, or go on with the action it belongs to; False: it is none."""
    if talk.is_button or talk.tracker.active_loop.get("name") or talk.metadata.get("goods"):
        return False
    return (
        _about_picked(talk, action)
        or _about_far_place(talk, action)
        or _goes_on_recommending(talk)
        or _asks_range(talk, action)
        or _haggles_on(talk)
        or _asks_two_lines(talk)
    )


def _about_picked(talk: Talk, action: str) -> bool:
    """第二个多少钱来着 was taken for one about an order, though a list of goods was shown last."""
    if talk.intent not in _ABOUT_ORDERS or _OWN_ORDER.search(talk.text):
        return False
    card = newest_card(talk)
    picked = pick_shown(talk) if card in ("product_list", "compare", "product") else None
    if picked is None:
        return False
    talk.remember_product(picked)
    other = "action_answer_product"
    if _PRICE.search(talk.text):
        other = "action_quote_price"
        talk.set_slot("last_intent", "ask_price_promotion")
    elif _STOCK.search(talk.text):
        other = "action_check_stock"
    if other == action:
        return False
    talk.follow_with(other)
    return True


def _about_far_place(talk: Talk, action: str) -> bool:
    """大件新疆发不发: where is sent to at all, not when an order is sent."""
    region = talk.entity("region") or talk.entity("address")
    if talk.intent not in ("urge_shipment", "query_order", "query_logistics") or not region or not is_far(region):
        return False
    if _OWN_ORDER.search(talk.text) or not _FAR_GOODS.search(talk.text) or region_of(talk) is None:
        return False
    talk.set_slot("last_intent", "ask_shipping_fee")
    talk.follow_with("action_answer_shipping_fee")
    return action != "action_answer_shipping_fee"


def _goes_on_recommending(talk: Talk) -> bool:
    """她爱做饭, 不要吃的: more about a wish that was told before."""
    is_gift = read_wish(talk.text).is_gift and bool(read_wish(talk.text).people)
    if is_gift and talk.confidence < 0.5 and not _OWN_ORDER.search(talk.text):
        talk.set_slot("last_intent", "ask_recommendation")
        recommend(talk)
        return True
    is_open = talk.tracker.get_slot("last_intent") == "ask_recommendation" or newest_card(talk) == "product_list"
    told_before = [event for event in talk.tracker.events if event.get("event") == "user"][-2:-1]
    before = ((told_before[0].get("parse_data") or {}).get("intent") or {}).get("name") if told_before else None
    is_open = is_open or before == "ask_recommendation"
    if not is_open or talk.intent not in _UNSETTLED | {"review", "membership", "ask_product_detail", "ask_usage"}:
        return False
    adds = find_use(talk.tools.shop, talk.text) is not None or read_excluded(talk.text) or read_wish(talk.text).people
    if not adds or len(talk.text) > 20 or (talk.intent in _PRODUCT and talk.confidence >= 0.7):
        return False
    talk.set_slot("last_intent", "ask_recommendation")
    talk.set_slot("miss_count", 0.0)
    recommend(talk)
    return True


def _asks_range(talk: Talk, action: str) -> bool:
    """卖手机不, 那洗衣机嘞, 炒锅有没得 28 的: whether the shop has it."""
    shop, text = talk.tools.shop, talk.text
    if talk.intent not in _UNSETTLED | _PRODUCT or not _ASKS_FOR.search(text):
        return False
    unsold = find_unsold_word(shop, text)
    if unsold is not None:
        rest = _RANGE.sub("", text.replace(unsold, ""))
        if len(rest) <= 1:
            recommend_unsold(talk)
        return len(rest) <= 1
    named = {product.id: product for _, _, product in named_goods(shop.list_products(), text)}
    if len(named) != 1 or talk.intent not in _UNSETTLED | {"ask_recommendation"}:
        return False
    product = next(iter(named.values()))
    if named_variants(product, text) and re.search(r"有|[呢嘞咧哩]", text) and action != "action_check_stock":
        talk.remember_product(product)
        talk.set_slot("last_intent", "ask_stock")
        talk.follow_with("action_check_stock")
        return True
    kind = find_kind(shop, text)
    is_bare = kind is not None and len(_RANGE.sub("", text.lower().replace(kind.word, ""))) == 0
    if is_bare and talk.intent in _UNSETTLED and talk.confidence < 0.7:
        talk.set_slot("last_intent", "ask_recommendation")
        recommend(talk)
        return True
    return False


def recommend_unsold(talk: Talk) -> None:
    """Say that it is not sold and what is."""
    talk.set_slot("last_intent", "ask_recommendation")
    talk.set_slot("miss_count", 0.0)
    recommend(talk)


def _haggles_on(talk: Talk) -> bool:
    """不给少我走了: still kind, the price stays, and the best that can be had is said once more."""
    view = product_in_view(talk)
    if view is None or talk.intent in ("request_human", "safety_incident", "legal_threat"):
        return False
    if not any(_HAGGLED in text for text in talk.replies[-2:]) or not _LEAVES.search(talk.text) or len(talk.text) > 16:
        return False
    item = choose_variant(view, talk.text)
    bill = make_bill(talk, [Line(item.sku.price_fen, 1, view, item.sku)])
    saved = "这已经是目前能给您的最实惠的价格了" if bill.steps else "目前没有更低的价格了"
    talk.set_slot("last_intent", "ask_price_promotion")
    talk.set_slot("miss_count", 0.0)
    talk.say(
        f"完全理解，谁都想买得划算。价格我确实不能改，「{view.name}」{explain_bill(talk, bill)}{saved}。"
        "您不着急的话可以先收藏，有活动时再买；也可以告诉我“便宜点的”，我为您找更实惠的同类商品。"
    )
    return True


def _asks_two_lines(talk: Talk) -> bool:
    """游泳能戴吗 能测血压不: each clause asks for another line of the page that is looked at."""
    view = talk.tools.shop.find_product(talk.page_product_id) if talk.page_product_id else None
    clauses = [clause for clause in _CLAUSE.split(talk.text) if len(clause) >= 3]
    if view is None or talk.intent not in _PRODUCT or len(clauses) < 2 or talk.entity("said"):
        return False
    facts = [fact for clause in clauses if (fact := answer_attribute(view, clause)) is not None and fact.is_sure]
    keys = {fact.key for fact in facts}
    if len(facts) < 2 or len(keys) < 2 or any(not fact.value for fact in facts):
        return False
    talk.remember_product(view)
    texts = [tell_line(view.name, fact, clause) for fact, clause in zip(facts, clauses, strict=False)]
    talk.say("\n".join(dict.fromkeys(texts)))
    return True
