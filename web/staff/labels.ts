import type { Priority, Role } from "../shared/protocol.ts";

export const ROLE_LABELS: Record<Role, string> = {
  agent: "客服专员",
  senior: "高级客服",
  supervisor: "主管",
  trainer: "训练师",
  qa: "质检",
  admin: "管理员",
};

export const DESK_ROLES: readonly Role[] = ["agent", "senior", "supervisor", "admin"];
export const WORKSHOP_ROLES: readonly Role[] = ["trainer", "qa", "supervisor", "admin"];
/** Who may publish, archive and train. */
export const PUBLISH_ROLES: readonly Role[] = ["trainer", "supervisor", "admin"];

export const PRIORITY_LABELS: Record<Priority, string> = { P0: "紧急", P1: "高", P2: "中", P3: "一般" };

const CHANNEL_LABELS: Record<string, string> = {
  web: "网页",
  app: "APP",
  wechat: "微信",
  wecom: "企业微信",
  dingtalk: "钉钉",
  feishu: "飞书",
};

/** The channel's Chinese name, or the name as it is. */
export function channelLabel(channel: string): string {
  return CHANNEL_LABELS[channel] ?? channel;
}
