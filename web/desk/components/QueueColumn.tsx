import { Alert, Button, Empty, Skeleton } from "antd";
import { useMemo } from "react";
import { useDesk, useDeskState } from "../DeskContext.ts";
import { orderMine, orderWaiting } from "../model/queue.ts";
import { MineRow } from "./MineRow.tsx";
import { WaitingRow } from "./WaitingRow.tsx";

export function QueueColumn() {
  const { controller } = useDesk();
  const queue = useDeskState((state) => state.queue);
  const mine = useMemo(() => orderMine(queue.mine), [queue.mine]);
  const waiting = useMemo(() => orderWaiting(queue.waiting), [queue.waiting]);
  const isLoading = queue.receivedAt === 0 && !queue.error;

  return (
    <nav className="queue" aria-label="会话列表">
      {queue.error && (
        <Alert
          type="error"
          banner
          title={queue.error}
          action={
            <Button size="small" onClick={() => void controller.loadQueue()}>
              重试
            </Button>
          }
        />
      )}
      <section className="queue-mine" aria-labelledby="mine-title">
        <h2 id="mine-title">
          我的会话 <span className="count">{mine.length}</span>
        </h2>
        {isLoading && <Skeleton active className="queue-skeleton" />}
        {!isLoading && mine.length === 0 && <p className="queue-hint">还没有接待中的顾客</p>}
        <ul>
          {mine.map((item) => (
            <MineRow key={item.id} item={item} />
          ))}
        </ul>
      </section>
      <section className="queue-waiting" aria-labelledby="waiting-title">
        <h2 id="waiting-title">
          排队中 <span className="count">{waiting.length}</span>
        </h2>
        {!isLoading && waiting.length === 0 && (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="暂时没有顾客排队" />
        )}
        <ul>
          {waiting.map((item) => (
            <WaitingRow key={item.id} item={item} receivedAt={queue.receivedAt} />
          ))}
        </ul>
      </section>
    </nav>
  );
}
