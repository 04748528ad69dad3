import { App, Button, Empty, Spin } from "antd";
import { useCallback, useEffect, useState } from "react";
import type { Miss } from "../../../shared/protocol.ts";
import { describeError } from "../../../staff/api.ts";
import { LoadError } from "../../../staff/LoadError.tsx";
import { useLoad } from "../../../staff/use_load.ts";
import { DelayedActions } from "../../model/delayed.ts";
import { intentLabel } from "../../model/intents.ts";
import { useWorkshop } from "../../WorkshopContext.ts";
import { MissRow } from "./MissRow.tsx";

const UNDO_SECONDS = 6;

/** What the bot did not understand: give it a meaning, or put it aside. */
export default function MissPage() {
  const { api, intents, reloadIntents } = useWorkshop();
  const { message } = App.useApp();
  const load = useCallback(() => api.misses(), [api]);
  const { data, error, isLoading, reload, change } = useLoad(load);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [delayed] = useState(() => new DelayedActions(UNDO_SECONDS * 1000));
  useEffect(() => {
    const flush = () => delayed.flush();
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      flush();
    };
  }, [delayed]);

  const setHiddenState = (id: string, isHidden: boolean) =>
    setHidden((current) => new Set(isHidden ? [...current, id] : [...current].filter((other) => other !== id)));

  const label = async (miss: Miss, intent: string) => {
    try {
      await api.labelMiss(miss.id, intent);
      change((misses) => misses.filter((other) => other.id !== miss.id));
      void message.success(`已归入“${intentLabel(intents, intent)}”，下次训练后生效`);
      reloadIntents();
    } catch (reason) {
      void message.warning(describeError(reason));
    }
  };
  const dismiss = (miss: Miss) => {
    const restore = () => setHiddenState(miss.id, false);
    const undo = () => {
      if (delayed.cancel(miss.id)) restore();
      message.destroy(miss.id);
    };
    setHiddenState(miss.id, true);
    delayed.plan(miss.id, () => {
      api.dismissMiss(miss.id).catch((reason: unknown) => {
        restore();
        void message.warning(describeError(reason));
      });
    });
    void message.open({
      key: miss.id,
      type: "info",
      duration: UNDO_SECONDS,
      content: (
        <>
          已忽略“{miss.text.slice(0, 16)}”
          <Button type="link" size="small" onClick={undo}>
            撤销
          </Button>
        </>
      ),
    });
  };

  const shown = (data ?? []).filter((miss) => !hidden.has(miss.id));
  return (
    <section aria-label="没听懂的话">
      <p className="muted lead">按出现次数排列。归入正确的意图后会成为训练语料；与本店无关的可以忽略。</p>
      <LoadError error={error} onRetry={reload} />
      {isLoading && !data && <Spin className="section-spin" />}
      {data && shown.length === 0 && <Empty description="太好了，没有待处理的句子" />}
      <ul className="misses">
        {shown.map((miss) => (
          <MissRow key={miss.id} miss={miss} onLabel={label} onDismiss={dismiss} />
        ))}
      </ul>
    </section>
  );
}
