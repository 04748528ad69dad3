"""All actions, built with their services: for the runtime, which runs them in process."""

from __future__ import annotations

from actions import (
    account,
    aftersale,
    benefits,
    choosing,
    clarify,
    delivery,
    escalation,
    information,
    invoice,
    knowledge,
    logistics,
    order,
    outside,
    payment,
    product,
    product_service,
    promotion,
    return_policy,
    service_form,
    service_start,
    social,
    stock,
)
from actions.shop_action import ShopAction
from bot.services.assistant_tools import AssistantTools

ACTIONS: tuple[type[ShopAction], ...] = (
    account.HelpAccount,
    aftersale.AnswerReturnFee,
    return_policy.ExplainReturnPolicy,
    aftersale.ExplainReturnShipping,
    aftersale.TrackAftersale,
    aftersale.TrackRefund,
    clarify.ClarifyIntent,
    delivery.AnswerShippingFee,
    delivery.TellCarrier,
    delivery.TellDeliveryTime,
    escalation.Escalate,
    escalation.RequestHuman,
    invoice.HelpInvoice,
    knowledge.AnswerFaq,
    logistics.ReportDeliveryProblem,
    logistics.TrackParcel,
    logistics.UrgeDelivery,
    logistics.UrgeShipment,
    order.ShowOrder,
    outside.AnswerOutside,
    payment.HelpPayment,
    choosing.AdviseSize,
    product_service.AnswerInstallation,
    product.AnswerProduct,
    product_service.AnswerUsage,
    stock.CheckStock,
    choosing.CompareProducts,
    choosing.RecommendProducts,
    product_service.TellWarranty,
    benefits.CheckPriceProtection,
    benefits.ListCoupons,
    promotion.QuotePrice,
    benefits.ShowMembership,
    service_form.AskServiceConfirmed,
    service_form.AskServiceDetail,
    service_form.AskServiceOrder,
    service_form.SubmitService,
    service_form.ValidateServiceForm,
    service_start.StartService,
    social.AnswerUrge,
    social.DeclineOffer,
    social.ExplainAgain,
    social.FollowUp,
    social.TellServiceHours,
    information.UseInformation,
)


def build_actions(tools: AssistantTools) -> list[ShopAction]:
    """One instance of each."""
    return [kind(tools) for kind in ACTIONS]
