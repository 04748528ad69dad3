"""Chinese places for the demo shop: where parcels start, travel and arrive. Streets and stations are invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A delivery area: its sorting hub, its last station, and a street for invented addresses."""

    province: str
    city: str
    district: str
    hub: str
    station: str
    street: str


def _place(line: str) -> Place:
    province, city, district, hub, station, street = line.split()
    return Place("" if province == "-" else province, city, district, hub, station, street)


PLACES: tuple[Place, ...] = tuple(
    _place(line)
    for line in (
        "- 北京市 朝阳区 北京转运中心 北京朝阳望京营业部 望京北路",
        "- 北京市 海淀区 北京转运中心 北京海淀上地营业部 信息中路",
        "- 上海市 浦东新区 上海转运中心 上海浦东金桥营业部 金葵路",
        "- 上海市 闵行区 上海转运中心 上海闵行七宝营业部 沪青路",
        "广东省 广州市 天河区 广州转运中心 广州天河棠东营业部 棠德路",
        "广东省 深圳市 南山区 深圳转运中心 深圳南山西丽营业部 留仙路",
        "广东省 东莞市 南城街道 东莞转运中心 东莞南城营业部 莞太路",
        "浙江省 杭州市 西湖区 杭州转运中心 杭州西湖文新营业部 文华路",
        "浙江省 宁波市 鄞州区 宁波转运中心 宁波鄞州营业部 天童路",
        "江苏省 南京市 建邺区 南京转运中心 南京建邺河西营业部 庐山路",
        "江苏省 苏州市 吴中区 苏州转运中心 苏州吴中郭巷营业部 尹山路",
        "山东省 青岛市 市北区 青岛转运中心 青岛市北营业部 辽源路",
        "山东省 济南市 历下区 济南转运中心 济南历下营业部 解放东路",
        "河南省 郑州市 金水区 郑州转运中心 郑州金水营业部 农业路",
        "湖北省 武汉市 洪山区 武汉转运中心 武汉洪山街道口营业部 珞狮路",
        "湖南省 长沙市 岳麓区 长沙转运中心 长沙岳麓营业部 麓谷路",
        "四川省 成都市 武侯区 成都转运中心 成都武侯营业部 武科路",
        "重庆 重庆市 渝北区 重庆转运中心 重庆渝北营业部 新溉路",
        "陕西省 西安市 雁塔区 西安转运中心 西安雁塔小寨营业部 育才路",
        "辽宁省 沈阳市 铁西区 沈阳转运中心 沈阳铁西营业部 保工街",
        "黑龙江省 哈尔滨市 南岗区 哈尔滨转运中心 哈尔滨南岗营业部 学府路",
        "河北省 石家庄市 裕华区 石家庄转运中心 石家庄裕华营业部 槐安路",
        "福建省 厦门市 集美区 厦门转运中心 厦门集美营业部 杏林路",
        "安徽省 合肥市 蜀山区 合肥转运中心 合肥蜀山营业部 望江路",
        "江西省 南昌市 青山湖区 南昌转运中心 南昌青山湖营业部 北京路",
        "云南省 昆明市 五华区 昆明转运中心 昆明五华营业部 学府路",
        "广西壮族自治区 南宁市 青秀区 南宁转运中心 南宁青秀营业部 民族路",
        "新疆维吾尔自治区 乌鲁木齐市 新市区 乌鲁木齐转运中心 乌鲁木齐新市区营业部 北京路",
    )
)

WAREHOUSE_HUBS: dict[str, tuple[str, str]] = {
    "浙江杭州": ("杭州市", "杭州转运中心"),
    "广东深圳": ("深圳市", "深圳转运中心"),
    "广东广州": ("广州市", "广州转运中心"),
    "江苏苏州": ("苏州市", "苏州转运中心"),
    "山东青岛": ("青岛市", "青岛转运中心"),
    "四川成都": ("成都市", "成都转运中心"),
}
"""City and hub of each of the shop's warehouses."""

SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜"
)
_GIVEN = (
    "伟 芳 娜 敏 静 磊 洋 勇 艳 杰 娟 涛 超 秀英 霞 平 刚 桂英 文博 雨欣 子涵 思远 佳怡"
    " 浩然 梓萱 一诺 若曦 俊杰 晓燕 海燕 建国 志强 慧玲 丽华 国栋 春梅 雪莹 振宇 嘉伟"
    " 欣怡 天宇 诗涵 宇航 梦瑶 家豪 婉婷 立新 晓东 玉兰 振华"
)
GIVEN_NAMES = tuple(_GIVEN.split())
