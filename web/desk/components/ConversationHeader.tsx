import { Button, Popconfirm, Tag } from "antd";
import { useState } from "react";
import { channelLabel } from "../../staff/labels.ts";
import { useDesk, useIsMine } from "../DeskContext.ts";
import { OWNER_LABELS } from "../model/labels.ts";
import type { ConversationView } from "../model/state.ts";
import { LevelTag, PriorityTag } from "./PriorityTag.tsx";

/** Whose conversation it is and what can be done with it. */
export function ConversationHeader({ view }: { view: ConversationView }) {
  const handoff = view.detail?.handoff;
  const customer = view.detail?.customer;
  return (
    <div className="conversation-header">
      <div className="conversation-title">
        <h2>{handoff?.customer_name ?? customer?.name ?? "访客"}</h2>
        <LevelTag level={handoff?.customer_level ?? customer?.level ?? ""} />
        {handoff && <PriorityTag priority={handoff.priority} hasText />}
        {handoff?.after_hours && <span className="after-hours">非工作时间留言</span>}
        <p className="muted">
          {[handoff && channelLabel(handoff.channel), handoff?.reason_label, handoff?.skill_group].filter(Boolean).join(" · ")}
        </p>
      </div>
      <OwnerTag view={view} />
      <Actions view={view} />
    </div>
  );
}

function OwnerTag({ view }: { view: ConversationView }) {
  const isMine = useIsMine(view.id);
  const { status } = view;
  if (!status) return null;
  if (status.state === "closed") return <Tag>已结束</Tag>;
  if (status.owner !== "human") return <Tag>{OWNER_LABELS[status.owner]}</Tag>;
  return <Tag color="blue">{isMine ? "我在接待" : `${status.agent_name ?? "其他客服"}在接待`}</Tag>;
}

function Actions({ view }: { view: ConversationView }) {
  const { controller } = useDesk();
  const isMine = useIsMine(view.id);
  const [isBusy, setBusy] = useState(false);
  const { status, detail } = view;
  if (!status || !detail || status.state === "closed") return null;

  const run = async (work: () => Promise<unknown>) => {
    setBusy(true);
    await work();
    setBusy(false);
  };
  const { handoff } = detail;
  if (status.owner === "queue" && handoff) {
    return (
      <Button type="primary" loading={isBusy} onClick={() => void run(() => controller.take(handoff))}>
        接入
      </Button>
    );
  }
  if (status.owner === "bot") {
    return (
      <Button type="primary" loading={isBusy} onClick={() => void run(() => controller.takeOver(view.id))}>
        接管
      </Button>
    );
  }
  if (!isMine) return null;
  return (
    <>
      <Popconfirm
        title="交回机器人？"
        okText="确认交回"
        description="之后由机器人继续回答，顾客可以再次要求人工。"
        onConfirm={() => run(() => controller.giveBack(view.id))}
      >
        <Button disabled={isBusy}>交回机器人</Button>
      </Popconfirm>
      <Popconfirm
        title="结束会话？"
        okText="确认结束"
        description="顾客会收到结束提示和评价邀请。"
        onConfirm={() => run(() => controller.close(view.id))}
      >
        <Button danger disabled={isBusy}>
          结束会话
        </Button>
      </Popconfirm>
    </>
  );
}
