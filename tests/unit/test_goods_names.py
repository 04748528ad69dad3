from __future__ import annotations

import pytest

from bot.domain.goods_names import GoodsName, naming_strength

WOK = GoodsName("炊味 麦饭石不粘炒锅 32 厘米", ("炒锅", "不粘锅", "炒菜锅"), ("厨具",), "家居")
SHOES = GoodsName("步野 软底豆豆鞋女", ("豆豆鞋", "平底鞋", "女鞋"), (), "服饰")
HEADSET = GoodsName("声悦 Pro5 主动降噪头戴式耳机", ("Pro5", "头戴式耳机", "大耳机"), ("耳机", "热卖"), "数码")
SPEAKER = GoodsName("声悦 Box2 便携蓝牙音箱", ("蓝牙音箱", "音箱"), ("音箱", "热卖"), "数码")


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("我那锅送到哪了", WOK),
        ("炒菜锅发了没", WOK),
        ("鞋子还没到", SHOES),
        ("这双鞋什么时候到", SHOES),
        ("买的耳机呢", HEADSET),
        ("pro5 到哪了", HEADSET),
        ("我的衣服呢", SHOES),
    ],
)
def test_goods_are_named_by_alias_kind_or_head(text: str, goods: GoodsName) -> None:
    assert naming_strength(text, goods) > 0


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("我的快递到哪了", WOK),
        ("热卖的有哪些", HEADSET),
        ("锅炉房那边能送吗", WOK),
        ("pro50 到了吗", HEADSET),
        ("耳机呢", SPEAKER),
    ],
)
def test_other_words_name_nothing(text: str, goods: GoodsName) -> None:
    assert naming_strength(text, goods) == 0


def test_the_longer_name_is_the_stronger() -> None:
    text = "蓝牙音箱到哪了"
    assert naming_strength(text, SPEAKER) > naming_strength(text, HEADSET)
