"""The activities that concern what is asked: a product, a kind of goods, a sort of reduction, a date."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from actions.talk import Talk
from actions.wording import day
from bot.domain import offers
from bot.domain.product import Product, Promotion
from bot.services.goods_kinds import find_kind

_ENDS = re.compile(
    r"到几号|几号(?:结束|截止|到期|为止)|什么时候(?:结束|截止|到期|没)|截止|多久结束|还有几天|还剩几天|持续|到什么时候|有效期|结束"
)
_SORTS: tuple[tuple[re.Pattern[str], Callable[[Promotion], bool]], ...] = (
    (re.compile(r"会员"), lambda item: bool(offers.level_rates(item))),
    (re.compile(r"预售|定金|订金|尾款|预付"), offers.is_presale),
    (re.compile(r"第二[件个份包]|半价"), lambda item: offers.second_rate(item) is not None),
    (
        re.compile(r"[几两二三\d]件.{0,4}(?:折|优惠|便宜|减)|满.{0,2}件|打几折|多少折"),
        lambda item: bool(offers.piece_rates(item) or offers.second_rate(item)),
    ),
    (re.compile(r"买.{1,4}(?:送|赠).|买赠"), lambda item: bool(re.search("买.*[赠送]", item.title))),
    (re.compile(r"赠品|赠送|有.{0,3}送|送(?:什么|啥|的|不送|吗)"), lambda item: bool(re.search("[赠送]", item.title))),
    (re.compile(r"满减|满(?:多少|几百|\d+).{0,3}减|凑单|减多少"), lambda item: bool(offers.price_steps(item))),
)
_ABOUT = re.compile(
    r"活动|优惠|打折|折扣|促销|满减|会员价|预售|定金|订金|尾款|赠品|买.{1,4}送|第二件|[几\d两二三]件|几折|到几号|截止|凑单|叠加"
)
_GENERAL_PRICE = re.compile(r"多少?钱|几块|价格|价钱|售价|多少元|怎么卖|咋卖")


def asks_about_activities(text: str) -> bool:
    """Whether the text is about activities rather than a price."""
    return bool(_ABOUT.search(text)) and not (_GENERAL_PRICE.search(text) and not _ENDS.search(text))


def asks_when_it_ends(text: str) -> bool:
    """到几号."""
    return bool(_ENDS.search(text))


def sort_of(text: str) -> Callable[[Promotion], bool] | None:
    """What makes an activity the sort that is asked for; None: any."""
    return next((test for words, test in _SORTS if words.search(text)), None)


def tell_activities(talk: Talk, product: Product | None) -> bool:
    """The activities that concern the product, the kind of goods or the sort asked for; False: none runs."""
    tools = talk.tools
    running = sorted(tools.shop.list_promotions(tools.clock.now()), key=_width)
    kind = find_kind(tools.shop, talk.text)
    sort = sort_of(talk.text)
    own = [item for item in running if product and _width(item) < 2 and offers.applies_to(item, product)]
    is_about_view = product is not None and (sort is None or any(sort(item) for item in own))
    goods = kind.products if kind else (product,) if product and is_about_view else ()
    fitting = [item for item in running if not goods or any(offers.applies_to(item, each) for each in goods)]
    meant = [item for item in fitting if sort is None or sort(item)]
    if not meant and sort is not None and kind is None:
        meant, goods = [item for item in running if sort(item)], ()
    what = f"「{kind.word}」" if kind else f"「{product.name}」" if product and is_about_view else ""
    if meant:
        _tell(talk, what, meant, is_general=not goods and sort is None)
    elif fitting:
        _tell(talk, what, fitting, lead=f"{what}目前没有您说的这种活动，正在进行的是：")
    elif running:
        talk.say(f"{what}目前没有单独的活动。")
    return bool(running)


def describe(item: Promotion, talk: Talk) -> str:
    """``标题（12月1日截止）：说明。``"""
    until = day(item.ends_at, talk.tools.policy, talk.tools.clock.now())
    return f"{item.title}（{until}截止）：{item.description.rstrip('。')}。"


def _tell(talk: Talk, what: str, items: Sequence[Promotion], *, is_general: bool = False, lead: str = "") -> None:
    if is_general:
        now = talk.tools.clock.now()
        lines = "\n".join(
            f"· {item.title}（{day(item.ends_at, talk.tools.policy, now)}截止）" for item in reversed(items)
        )
        talk.say(f"店里正在进行的活动有：\n{lines}\n您想了解哪一项或者哪一款商品，告诉我，我为您详细说明。")
        return
    own = talk.customer
    rates = {level: rate for item in items for level, rate in offers.level_rates(item).items()}
    level = f"您是{own.level}会员，结算时自动按您的等级计算。" if own and own.level in rates else ""
    lines = "\n".join(f"· {describe(item, talk)}" for item in items)
    talk.say(
        f"{lead or (f'{what}现在可以享受的活动：' if what else '活动是这样的：')}\n{lines}"
        + (f"\n{level}" if level else "")
    )


def _width(item: Promotion) -> int:
    """Activities for single products first, the shop-wide ones last."""
    return 0 if item.product_ids else 1 if item.categories else 2
