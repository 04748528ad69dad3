import { App, Button, Empty, Spin } from "antd";
import { useCallback, useMemo } from "react";
import type { Settled } from "../../../shared/protocol.ts";
import { describeError } from "../../../staff/api.ts";
import { LoadError } from "../../../staff/LoadError.tsx";
import { useLoad } from "../../../staff/use_load.ts";
import { groupCandidates } from "../../model/clusters.ts";
import { intentLabel } from "../../model/intents.ts";
import { describeDismissal, describeLabels } from "../../model/settled.ts";
import { useWorkshop } from "../../WorkshopContext.ts";
import { ClusterCard } from "./ClusterCard.tsx";
import { LogUpload } from "./LogUpload.tsx";

const UNDO_SECONDS = 10;

/** Learning from the shop's own chat log: what the bot is unsure of, in groups. */
export default function LogPage() {
  const { api, intents, reloadIntents } = useWorkshop();
  const { message } = App.useApp();
  const load = useCallback(() => api.candidates(), [api]);
  const { data, error, isLoading, reload, change } = useLoad(load);
  const clusters = useMemo(() => groupCandidates(data ?? []), [data]);

  const undo = async (key: string, settled: Settled) => {
    message.destroy(key);
    try {
      await api.restoreCandidates(settled);
      void message.info("已撤销，消息回到列表里");
    } catch (reason) {
      void message.warning(describeError(reason));
    }
    reload();
    reloadIntents();
  };
  const tell = (settled: Settled, { text, isPartial }: { text: string; isPartial: boolean }) => {
    const key = settled.settled[0] ?? "nothing";
    void message.open({
      key,
      type: isPartial ? "warning" : "success",
      duration: UNDO_SECONDS,
      content: (
        <>
          {text}
          {settled.settled.length > 0 && (
            <Button type="link" size="small" onClick={() => void undo(key, settled)}>
              撤销
            </Button>
          )}
        </>
      ),
    });
  };
  const settle = async (action: Promise<Settled>, describe: (settled: Settled) => ReturnType<typeof describeLabels>) => {
    try {
      const settled = await action;
      const outcome = describe(settled);
      change((candidates) => candidates.filter(({ id }) => !settled.settled.includes(id)));
      if (outcome.isPartial) reload();
      tell(settled, outcome);
    } catch (reason) {
      void message.warning(describeError(reason));
    }
  };
  const label = async (ids: readonly string[], intent: string) => {
    const name = intentLabel(intents, intent);
    await settle(api.labelCandidates(ids, intent), (settled) => describeLabels(ids.length, name, settled));
    reloadIntents();
  };
  const dismiss = (ids: readonly string[]) =>
    settle(api.dismissCandidates(ids), (settled) => describeDismissal(ids.length, settled));

  return (
    <section aria-label="导入聊天记录">
      <p className="muted lead">
        上传本店的聊天记录，机器人会挑出自己没有把握的消息，把相近的放在一组，最常见的在前。取消勾选不属于这一组的，再归入正确的意图。
      </p>
      <LogUpload onImported={reload} />
      <LoadError error={error} onRetry={reload} />
      {isLoading && !data && <Spin className="section-spin" />}
      {data && clusters.length === 0 && <Empty description="没有待标注的消息" />}
      <ul className="misses" aria-label="待标注的消息">
        {clusters.map((cluster) => (
          <ClusterCard key={cluster.id} cluster={cluster} onLabel={label} onDismiss={dismiss} />
        ))}
      </ul>
    </section>
  );
}
