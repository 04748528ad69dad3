import { Badge } from "antd";
import type { HandoffItem } from "../../shared/protocol.ts";
import { useNow } from "../../staff/use_now.ts";
import { useDesk, useDeskState, useView } from "../DeskContext.ts";
import { formatClock, isOverdue, lastTextOf, unansweredOf, unreadOf } from "../model/queue.ts";
import { LevelTag, PriorityTag } from "./PriorityTag.tsx";
import { isTypingNow } from "./TypingHint.tsx";

/** One of my conversations: unread words, and how long the customer has been waiting for mine. */
export function MineRow({ item }: { item: HandoffItem }) {
  const { controller, drafts } = useDesk();
  const isSelected = useDeskState((state) => state.selectedId === item.conversation_id);
  const view = useView(item.conversation_id);
  const now = useNow();
  const unread = unreadOf(item, view);
  const unanswered = unansweredOf(view);
  const draft = isSelected ? "" : drafts.read(item.conversation_id);
  const hasFailed = view?.outgoing.some((outgoing) => outgoing.failure !== null);

  return (
    <li className={`row mine ${item.priority} ${isSelected ? "selected" : ""}`}>
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
          {item.after_hours && <span className="after-hours">留言</span>}
          <span className="row-end">
            {unanswered && <Unanswered item={item} since={unanswered} now={now} />}
            <Badge count={unread} size="small" title={`${unread} 条未读`} />
          </span>
        </span>
        <span className="row-text">
          {hasFailed && <em className="danger">[发送失败] </em>}
          {draft && <em className="danger">[草稿] </em>}
          {draft || (isTypingNow(view, now) ? "正在输入…" : lastTextOf(item, view))}
        </span>
      </button>
    </li>
  );
}

function Unanswered({ item, since, now }: { item: HandoffItem; since: string; now: number }) {
  const from = Math.max(Date.parse(since), Date.parse(item.taken_at ?? item.created_at));
  const seconds = Math.max(0, (now - from) / 1000);
  const isLate = isOverdue(item, seconds);
  return (
    <span className={isLate ? "waited late" : "waited"} title="顾客等待您回复的时间">
      <span className="visually-hidden">等待回复</span>
      {formatClock(seconds)}
    </span>
  );
}
