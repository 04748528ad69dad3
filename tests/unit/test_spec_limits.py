from __future__ import annotations

import pytest

from bot.domain.spec_limits import compare_with_limits

STROLLER = {"适用月龄": "6–36 个月", "承重": "15 公斤", "重量": "约 5.8 公斤"}
HEATER = {"容量": "50 升，适合 2–3 人", "电压": "220 伏，50 赫兹"}
SHEET = {
    "适用身高": "158–185 厘米",
    "适用面积": "制冷 15–23 平方米",
    "电脑仓": "可放 15.6 英寸及以下笔记本电脑",
    "存储": "支持最大 256GB 内存卡",
    "适用脚长": "24–27 厘米",
    "厚薄": "轻薄款，适合 0–12 度",
}


@pytest.mark.parametrize(
    ("sheet", "question", "key", "fits"),
    [
        (STROLLER, "宝宝才5个月大，坐得了不", "适用月龄", False),
        (STROLLER, "半岁的娃能坐吗", "适用月龄", True),
        (STROLLER, "两岁半还坐得下吗", "适用月龄", True),
        (STROLLER, "孩子四岁了行不行", "适用月龄", False),
        (STROLLER, "33斤的胖小子坐会不会塌", "承重", False),
        (STROLLER, "12公斤没问题吧", "承重", True),
        ({"适用月龄": "12–36 个月"}, "还没满一周岁可以喝么", "适用月龄", False),
        ({"适用人群": "糖尿病患者请遵医嘱，1 岁以下婴儿不能食用"}, "八个月的宝宝可以尝尝吗", "适用人群", False),
        ({"适用人群": "成人"}, "7岁小孩能用吗", "适用人群", False),
        (HEATER, "家里六口人够洗不", "容量", False),
        (HEATER, "三个人住够用吗", "容量", True),
        (HEATER, "110v的地方能用吗", "电压", False),
        (SHEET, "我一米八八坐着会不会矮", "适用身高", False),
        (SHEET, "十八平的卧室够冷吗", "适用面积", True),
        (SHEET, "40多平的客厅呢", "适用面积", False),
        (SHEET, "16寸的本子塞得进去吗", "电脑仓", False),
        (SHEET, "插512g的卡认不认", "存储", False),
        (SHEET, "46码的脚能穿不", "适用脚长", False),
        (SHEET, "零下八度穿会冷吗", "厚薄", False),
    ],
)
def test_a_number_is_judged(sheet: dict[str, str], question: str, key: str, fits: bool) -> None:
    judged = next(iter(compare_with_limits(sheet, question)), None)
    assert judged is not None
    assert (judged.key, judged.fits) == (key, fits)
    assert judged.value == sheet[key]


@pytest.mark.parametrize("question", ["保修几个月", "保质期6个月吗", "这个多重", "三天能到吗", "买了8个月坏了", ""])
def test_other_numbers_are_left_alone(question: str) -> None:
    assert not compare_with_limits(STROLLER, question)
