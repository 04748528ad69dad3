import { App, Button } from "antd";
import { useState } from "react";
import { describeError } from "../../../staff/api.ts";
import { useWorkshop } from "../../WorkshopContext.ts";
import { IntentSelect } from "../IntentSelect.tsx";

/** Teaches the bot what this sentence means. */
export function AddExample({ text }: { text: string }) {
  const { api, reloadIntents } = useWorkshop();
  const { message } = App.useApp();
  const [intent, setIntent] = useState<string | undefined>();
  const [isBusy, setBusy] = useState(false);

  const add = async () => {
    if (!intent) return;
    setBusy(true);
    try {
      await api.addExample(intent, text);
      void message.success("已加入训练语料，下次训练后生效");
      setIntent(undefined);
      reloadIntents();
    } catch (error) {
      void message.warning(describeError(error));
    }
    setBusy(false);
  };

  return (
    <section>
      <h3>识别得不对？教它正确的意图</h3>
      <div className="try-bar">
        <IntentSelect value={intent} onChange={setIntent} ariaLabel="正确的意图" />
        <Button disabled={!intent} loading={isBusy} onClick={() => void add()}>
          加入语料
        </Button>
      </div>
    </section>
  );
}
