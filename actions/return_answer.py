"""Yes or no to “这样还能退吗”, for goods and what was done with them, without an order in view."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.circumstances import Circumstances, Deed, damaging_deed, is_spoilt_by_opening
from bot.domain.policy import Policy
from bot.domain.product import Product
from bot.domain.return_rules import is_fresh, not_returnable_reason

_INTACT = {
    "服饰": "衣物需要保留吊牌、未洗未穿",
    "数码": "数码商品需要配件齐全、无使用痕迹",
    "食品": "食品需要未拆封",
    "美妆": "美妆商品需要未拆封",
}


@dataclass(frozen=True, slots=True)
class Case:
    """``product`` None: not known which."""

    product: Product | None
    told: Circumstances
    has_defect: bool = False

    @property
    def deed(self) -> Deed | None:
        """What rules out a return without a reason."""
        return damaging_deed(self.told.deeds, self.product)

    @property
    def is_ruled_out(self) -> bool:
        """Whether what was done with the goods rules it out."""
        return self.deed is not None

    @property
    def harmless(self) -> str:
        """What was told but does no harm, in words; empty if nothing was told."""
        if Deed.BOX_LOST in self.told.deeds:
            return "外包装没有了，不一定影响退货，要看商品和配件是否完好，以仓库验收为准。"
        return "只是拆开包装查看、没有使用的，不影响退货。" if Deed.OPENED in self.told.deeds else ""

    def other_ways(self, policy: Policy) -> str:
        """What is possible instead."""
        warranty = "，超过的在保修期内可以免费检测维修"
        if self.product is not None and not self.product.warranty_months:
            warranty = ""
        return (
            f"如果商品有质量问题，签收 {policy.returns.quality_days} 天内凭照片或视频可以退换，"
            f"运费由我们承担{warranty}；"
            "其他特殊情况，可以请人工客服为您协商。"
        )


def answer_case(case: Case, policy: Policy) -> str:
    """The answer, the rule behind it, and what else helps."""
    product = case.product
    if product is not None and is_fresh(product):
        return _about_fresh(case)
    if case.has_defect:
        return _about_defect(case, policy)
    days = product.return_days if product is not None else policy.returns.default_days
    reason = not_returnable_reason(product, policy)
    if reason:
        return f"很抱歉，这款商品不能无理由退货：{reason}。"
    reasons = []
    if case.told.days is not None and case.told.days > days:
        reasons.append(f"按您说的时间，已经超过签收后 {days} 天的无理由退货期限")
    if case.deed is not None:
        reasons.append(f"{case.deed.value}，会影响二次销售{_needed(product)}")
    if reasons:
        return f"很抱歉，这种情况不能无理由退货：{'；'.join(reasons)}。{case.other_ways(policy)}"
    within = "还在期限内，" if case.told.days is not None else ""
    opened = _opened(case)
    rule = f"自签收次日起 {days} 天内，商品完好、配件齐全、不影响二次销售，可以无理由退货，退货运费由您承担。"
    return f"{opened}{within}{rule}"


def _needed(product: Product | None) -> str:
    rule = _INTACT.get(product.category) if product is not None else None
    return f"（{rule}）" if rule else ""


def _opened(case: Case) -> str:
    if Deed.OPENED in case.told.deeds and case.product is None:
        return "要看是什么商品：食品、美妆和贴身衣物拆封后不能无理由退货；其他商品只是拆开查看、没有使用的，可以退。"
    if is_spoilt_by_opening(case.product):
        return ""
    return f"可以的。{case.harmless}" if case.told else ""


def _about_fresh(case: Case) -> str:
    rate = (
        case.product.specs.get("坏果") if case.product else None
    ) or "签收后 24 小时内拍照联系，核实后按情况赔付或退款"
    if (
        case.told.days is not None
        and case.told.days >= 1
        and (case.has_defect or case.told.days > 1 or not case.told.deeds)
    ):
        return (
            "很抱歉，生鲜商品的破损、变质需要在签收后 24 小时内反馈，超过后一般不能再赔付。"
            "如果情况特殊，可以把照片发来，请人工客服为您核实协商。"
        )
    if case.has_defect:
        return f"可以赔的：{rate}。请把问题商品、包装和快递面单拍照，连同订单号发来，由售后客服为您核实。"
    return f"很抱歉，生鲜商品不支持无理由退货，口味、个人喜好等原因不能退。如有变质或破损，{rate}。"


def _about_defect(case: Case, policy: Policy) -> str:
    days, product = policy.returns.quality_days, case.product
    visit = "这款商品由师傅上门检修，不需要您寄回。" if product is not None and product.needs_installation else ""
    if case.told.days is not None and case.told.days > days:
        months = product.warranty_months if product is not None else 0
        covered = f"这款商品保修 {months} 个月，" if months else ""
        return (
            f"已经超过签收后 {days} 天的质量退换期限；{covered}在保修期内的可以免费检测、维修。"
            f"{visit}请把订单号和照片发来，由售后客服为您核实。"
        )
    return (
        f"可以的，质量问题我们负责：签收后 {days} 天内凭照片或视频可以退货或换货，运费由我们承担；"
        f"超过 {days} 天在保修期内的，免费检测维修。{visit}"
    )
