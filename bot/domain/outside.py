"""Business that comes to a shop's chat but is not a shopper's: merchants, job seekers, couriers."""

from __future__ import annotations

import re
from enum import StrEnum


class Outside(StrEnum):
    """Whose business it is."""

    MERCHANT = "merchant"
    JOB = "job"
    COURIER = "courier"


_WORDS = {
    Outside.MERCHANT: re.compile(
        r"商家入驻|入驻(?:平台|店铺|商城|条件|流程|费用|要求)|(?:怎么|如何|咋|想|要|可以|能)(?:在[^，,。]{1,6})?(?:开(?:个|一家|家)?(?:网)?店|入驻)(?!里)"
        r"|(?:店铺|商家|卖家|千牛|商户|管理)后台|上架(?:商品|宝贝|产品)|(?:商品|宝贝|产品)(?:怎么|如何)?上架|招商(?:加盟|入口|电话|经理)"
        r"|(?:想|要|怎么|可以|如何|能)(?:做|当)?(?:加盟|代理|分销)|店铺保证金|(?:我是|我们是)(?:卖家|商家|供应商|厂家)|给你们供货"
    ),
    Outside.JOB: re.compile(
        r"招聘|应聘|求职|招人|招不招人?|招(?:客服|员工|兼职|主播|实习)|投(?:个|份)?简历|面试|(?:找|做)(?:个|份)?兼职|来(?:你们|贵)(?:店|公司|这里?)上班"
    ),
    Outside.COURIER: re.compile(
        r"我(?:们)?是(?:送)?(?:快递员|骑手|派件员|配送员|快递公司|快递站|网点|驿站|送快递的)|(?:网点|站点)(?:罚款|结算|派费)|派件费|(?:怎么|如何)(?:改派|转派)这?个?件"
    ),
}


def read_outside(text: str) -> Outside | None:
    """Whose business the text is about; None if it may be a shopper's."""
    return next((kind for kind, words in _WORDS.items() if words.search(text)), None)
