import type { FaqState } from "../../shared/protocol.ts";

export const STATE_LABELS: Record<FaqState, string> = { draft: "草稿", published: "已发布", archived: "已归档" };
export const STATE_COLORS: Record<FaqState, string> = { draft: "warning", published: "success", archived: "default" };

const OUTCOMES: Record<string, { label: string; color: string }> = {
  answer: { label: "直接回答", color: "success" },
  clarify: { label: "反问澄清", color: "warning" },
  handoff: { label: "转人工", color: "error" },
  failed: { label: "处理失败", color: "error" },
};

const ENTITIES: Record<string, string> = {
  order_number: "订单号",
  tracking_number: "快递单号",
  phone: "手机号",
  product: "商品",
  colour: "颜色",
  size: "尺码",
  height: "身高",
  weight: "体重",
  money: "金额",
  quantity: "数量",
  date: "日期",
  time: "时间",
  carrier: "快递公司",
  region: "地区",
  address: "地址",
};

export function outcomeOf(outcome: string): { label: string; color: string } {
  return OUTCOMES[outcome] ?? { label: outcome, color: "default" };
}

export function entityLabel(type: string): string {
  return ENTITIES[type] ?? type;
}

/** `0.8731` → `87%`. */
export function formatPercent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
