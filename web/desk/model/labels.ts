export const OWNER_LABELS = { bot: "机器人接待", queue: "排队中", human: "人工接待" } as const;

/** What a field named in a summary is called, e.g. `order.state` → 订单 · 状态. */
export function fieldLabel(name: string): string {
  const [subject = "", field = ""] = name.split(".");
  const parts = [SUBJECTS[subject], FIELDS[field]].filter(Boolean);
  return parts.join(" · ") || "系统记录";
}

const SUBJECTS: Record<string, string> = {
  order: "订单",
  shipment: "物流",
  aftersale: "售后单",
  customer: "顾客资料",
  conversation: "会话",
};

const FIELDS: Record<string, string> = {
  state: "状态",
  lines: "商品",
  level: "等级",
  customer_id: "登录状态",
};
