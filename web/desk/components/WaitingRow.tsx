import { Button } from "antd";
import { useState } from "react";
import type { HandoffItem } from "../../shared/protocol.ts";
import { formatTime } from "../../shared/format.ts";
import { channelLabel } from "../../staff/labels.ts";
import { useNow } from "../../staff/use_now.ts";
import { useDesk, useDeskState, useView } from "../DeskContext.ts";
import { formatClock, isOverdue, lastTextOf, waitedSeconds } from "../model/queue.ts";
import { LevelTag, PriorityTag } from "./PriorityTag.tsx";

interface Props {
  item: HandoffItem;
  receivedAt: number;
}

/** A customer in the queue: look at the conversation, or take it. */
export function WaitingRow({ item, receivedAt }: Props) {
  const { controller } = useDesk();
  const isSelected = useDeskState((state) => state.selectedId === item.conversation_id);
  const view = useView(item.conversation_id);
  const [isTaking, setTaking] = useState(false);

  const take = async () => {
    setTaking(true);
    await controller.take(item);
    setTaking(false);
  };

  return (
    <li className={`row ${item.priority} ${isSelected ? "selected" : ""}`}>
      <button
        type="button"
        className="row-main"
        aria-current={isSelected}
        onClick={() => controller.select(item.conversation_id)}
      >
        <span className="row-line">
          <PriorityTag priority={item.priority} />
          <strong className="row-name">{item.customer_name}</strong>
          <LevelTag level={item.customer_level} />
          <span className="row-end">
            {item.after_hours ? (
              <span className="after-hours" title="非工作时间的留言">
                留言 {formatTime(item.created_at)}
              </span>
            ) : (
              <Waited item={item} receivedAt={receivedAt} />
            )}
          </span>
        </span>
        <span className="row-line muted">
          <span className="row-reason">{item.reason_label}</span>
          <span className="row-channel">
            {channelLabel(item.channel)} · {item.skill_group}
          </span>
        </span>
        <span className="row-text">{lastTextOf(item, view)}</span>
      </button>
      <Button type="primary" size="small" className="row-take" loading={isTaking} onClick={() => void take()}>
        接入
      </Button>
    </li>
  );
}

function Waited({ item, receivedAt }: Props) {
  const seconds = waitedSeconds(item, receivedAt, useNow());
  const isLate = isOverdue(item, seconds);
  return (
    <span className={isLate ? "waited late" : "waited"} title={isLate ? "已超过首次响应时限" : "等待时间"}>
      <span className="visually-hidden">{isLate ? "已超时，" : ""}等待</span>
      {formatClock(seconds)}
    </span>
  );
}
