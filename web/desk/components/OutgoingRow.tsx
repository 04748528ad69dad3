import { Button } from "antd";
import { useDesk } from "../DeskContext.ts";
import type { Outgoing } from "../model/state.ts";

/** A message that the log does not have yet. */
export function OutgoingRow({ id, item }: { id: string; item: Outgoing }) {
  const { sender } = useDesk();
  return (
    <article className={`bubble-row agent ${item.failure ? "failed" : "sending"}`}>
      <div className="bubble">
        <p className="bubble-text">{item.text}</p>
      </div>
      {item.failure ? (
        <p className="bubble-meta danger" role="alert">
          发送失败：{item.failure}
          <Button type="link" size="small" onClick={() => void sender.resend(id, item)}>
            重新发送
          </Button>
          <Button type="link" size="small" danger onClick={() => sender.discard(id, item)}>
            删除
          </Button>
        </p>
      ) : (
        <p className="bubble-meta">正在发送…</p>
      )}
    </article>
  );
}
