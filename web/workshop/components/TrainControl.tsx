import { App, Button, Popconfirm, Progress } from "antd";
import { useCallback, useEffect, useState } from "react";
import type { TrainStatus } from "../../shared/protocol.ts";
import { describeError } from "../../staff/api.ts";
import { useNow } from "../../staff/use_now.ts";
import { useWorkshop } from "../WorkshopContext.ts";

const POLL_MS = 1000;

/** Starts a training, shows how far it is, and says how it ended. */
export function TrainControl() {
  const { api } = useWorkshop();
  const { message, modal } = App.useApp();
  const [status, setStatus] = useState<TrainStatus | null>(null);
  const isRunning = status?.state === "running";

  const refresh = useCallback(async () => {
    const next = await api.training().catch(() => null);
    if (next) setStatus(next);
  }, [api]);
  useEffect(() => void refresh(), [refresh]);
  useEffect(() => {
    if (!isRunning) return;
    let last: TrainStatus["state"] = "running";
    const timer = setInterval(async () => {
      const next = await api.training().catch(() => null);
      if (!next || last !== "running") return;
      last = next.state;
      setStatus(next);
      if (next.state === "done") void message.success("训练完成，新模型已经启用", 5);
      if (next.state === "failed") modal.error({ title: "训练没有成功，线上模型不受影响", content: next.message });
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [api, isRunning, message, modal]);

  const start = async () => {
    try {
      await api.startTraining();
    } catch (error) {
      void message.warning(describeError(error));
    }
    await refresh();
  };

  if (isRunning) {
    return (
      <div className="training" role="status">
        <span>
          {status.step || "正在训练"}
          <Elapsed since={status.started_at} />
        </span>
        <Progress percent={Math.round(status.percent)} size="small" aria-label="训练进度" />
      </div>
    );
  }
  return (
    <>
      {status && <LastTraining status={status} />}
      <Popconfirm
        title="训练并发布新模型？"
        description="会用全部语料重新训练，完成后自动启用；训练期间机器人照常服务。"
        onConfirm={start}
      >
        <Button type="primary">训练并发布</Button>
      </Popconfirm>
    </>
  );
}

/** The longest step takes minutes without a new percentage: the time shows that it goes on. */
function Elapsed({ since }: { since: string | null }) {
  const now = useNow();
  if (!since) return null;
  const seconds = Math.max(0, Math.round((now - Date.parse(since)) / 1000));
  const minutes = Math.floor(seconds / 60);
  return <span className="muted">{`，已用 ${minutes ? `${minutes} 分 ` : ""}${seconds % 60} 秒`}</span>;
}

function LastTraining({ status }: { status: TrainStatus }) {
  if (status.state === "failed") {
    return (
      <span className="last-training danger" title={status.message}>
        上次训练失败
      </span>
    );
  }
  if (!status.model) return null;
  return (
    <span className="last-training muted" title={`当前模型：${status.model}`}>
      当前模型 {status.model.replace(/\.tar\.gz$/, "")}
    </span>
  );
}
