"""How the picture of a product looks, from its name and category: no photographs, no requests to other hosts.

The glyphs themselves are drawn in ``templates/glyphs.svg``.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from bot.domain.product import Product

# The first word that occurs in the name decides; longer, more telling words stand first.
_WORDS: tuple[tuple[str, str], ...] = (
    ("空调", "airconditioner"),
    ("洗衣机", "washer"),
    ("烘干机", "washer"),
    ("冰箱", "fridge"),
    ("扫地", "vacuum"),
    ("头戴", "headphones"),
    ("耳机", "earphones"),
    ("充电宝", "power"),
    ("移动电源", "power"),
    ("充电器", "power"),
    ("手表", "watch"),
    ("手环", "watch"),
    ("音箱", "speaker"),
    ("音响", "speaker"),
    ("键盘", "keyboard"),
    ("鼠标", "keyboard"),
    ("笔记本", "laptop"),
    ("平板", "laptop"),
    ("显示器", "laptop"),
    ("手机", "phone"),
    ("纸尿裤", "diaper"),
    ("拉拉裤", "diaper"),
    ("尿不湿", "diaper"),
    ("奶瓶", "babybottle"),
    ("奶粉", "jar"),
    ("推车", "stroller"),
    ("安全座椅", "chair"),
    ("积木", "blocks"),
    ("玩具", "blocks"),
    ("连衣裙", "dress"),
    ("半身裙", "dress"),
    ("裙", "dress"),
    ("裤", "trousers"),
    ("鞋", "shoe"),
    ("靴", "shoe"),
    ("书包", "bag"),
    ("背包", "bag"),
    ("包", "bag"),
    ("衬衫", "shirt"),
    ("羽绒服", "shirt"),
    ("衣", "shirt"),
    ("T恤", "shirt"),
    ("卫衣", "shirt"),
    ("口红", "lipstick"),
    ("唇", "lipstick"),
    ("面霜", "jar"),
    ("面膜", "jar"),
    ("精华", "bottle"),
    ("防晒", "bottle"),
    ("洗面", "bottle"),
    ("洁面", "bottle"),
    ("洗发", "bottle"),
    ("沐浴", "bottle"),
    ("香水", "bottle"),
    ("电饭煲", "pot"),
    ("锅", "pot"),
    ("水壶", "cup"),
    ("咖啡", "cup"),
    ("茶", "cup"),
    ("杯", "cup"),
    ("苹果", "fruit"),
    ("橙", "fruit"),
    ("果", "fruit"),
    ("枣", "fruit"),
    ("灯", "lamp"),
    ("椅", "chair"),
    ("被", "bedding"),
    ("枕", "bedding"),
    ("四件套", "bedding"),
    ("毛巾", "towel"),
    ("浴巾", "towel"),
    ("收纳", "box"),
)

_BY_CATEGORY: tuple[tuple[str, str], ...] = (
    ("数码", "phone"),
    ("服", "shirt"),
    ("鞋", "shoe"),
    ("食", "snack"),
    ("家电", "appliance"),
    ("美妆", "bottle"),
    ("护", "bottle"),
    ("母婴", "babybottle"),
    ("家居", "lamp"),
    ("家纺", "bedding"),
)

# background top, background bottom, main, dark, light
_PALETTES: tuple[tuple[str, str, str, str, str], ...] = (
    ("#eaf2fb", "#cfe0f5", "#5b8def", "#27477f", "#f4f9ff"),
    ("#fdf0e6", "#f8d9c2", "#e8824a", "#8a3f17", "#fff7ef"),
    ("#eaf6ef", "#cbe8d7", "#4fa77a", "#1f5c3f", "#f4fcf7"),
    ("#fbeef2", "#f3d2dd", "#d9688c", "#8b2f4d", "#fff5f8"),
    ("#f3effb", "#ddd2f2", "#8d6fd1", "#4b337f", "#faf7ff"),
    ("#f6f3ea", "#e6dcc1", "#c29a45", "#6d5118", "#fffbf0"),
    ("#e9f5f6", "#c5e5e8", "#3f9aa5", "#1b555d", "#f2fcfd"),
)


@dataclass(frozen=True, slots=True)
class Look:
    """Glyph, colours and background of one picture; ``sun`` is the centre and radius of the light circle."""

    glyph: str
    top: str
    bottom: str
    main: str
    dark: str
    light: str
    sun: tuple[int, int, int]
    gradient_id: str


def look_of(product: Product) -> Look:
    """The same product always looks the same."""
    digest = sha256(product.id.encode())
    seed = digest.digest()
    palette = _PALETTES[seed[0] % len(_PALETTES)]
    sun = (40 + seed[1] % 160, 30 + seed[2] % 60, 56 + seed[3] % 30)
    return Look(_glyph_name(product), *palette, sun=sun, gradient_id=f"g-{digest.hexdigest()[:8]}")


def _glyph_name(product: Product) -> str:
    for word, glyph in _WORDS:
        if word in product.name:
            return glyph
    for word, glyph in _BY_CATEGORY:
        if word in product.category:
            return glyph
    return "box"
