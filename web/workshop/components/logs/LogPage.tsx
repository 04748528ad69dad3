import { App, Empty, Spin } from "antd";
import { useCallback, useMemo } from "react";
import { describeError } from "../../../staff/api.ts";
import { LoadError } from "../../../staff/LoadError.tsx";
import { useLoad } from "../../../staff/use_load.ts";
import { groupCandidates } from "../../model/clusters.ts";
import { intentLabel } from "../../model/intents.ts";
import { useWorkshop } from "../../WorkshopContext.ts";
import { ClusterCard } from "./ClusterCard.tsx";
import { LogUpload } from "./LogUpload.tsx";

/** Learning from the shop's own chat log: what the bot is unsure of, in groups. */
export default function LogPage() {
  const { api, intents, reloadIntents } = useWorkshop();
  const { message } = App.useApp();
  const load = useCallback(() => api.candidates(), [api]);
  const { data, error, isLoading, reload, change } = useLoad(load);
  const clusters = useMemo(() => groupCandidates(data ?? []), [data]);

  const settle = async (ids: readonly string[], action: Promise<unknown>, done: string) => {
    try {
      await action;
      change((candidates) => candidates.filter(({ id }) => !ids.includes(id)));
      void message.success(done);
    } catch (reason) {
      void message.warning(describeError(reason));
    }
  };
  const label = async (ids: readonly string[], intent: string) => {
    const done = `已将 ${ids.length} 条归入“${intentLabel(intents, intent)}”，下次训练后生效`;
    await settle(ids, api.labelCandidates(ids, intent), done);
    reloadIntents();
  };
  const dismiss = (ids: readonly string[]) => settle(ids, api.dismissCandidates(ids), `已忽略 ${ids.length} 条`);

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
