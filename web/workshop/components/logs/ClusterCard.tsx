import { Button, Checkbox } from "antd";
import { useState } from "react";
import type { Cluster } from "../../model/clusters.ts";
import { IntentSelect } from "../IntentSelect.tsx";

interface Props {
  cluster: Cluster;
  onLabel(ids: readonly string[], intent: string): Promise<void>;
  onDismiss(ids: readonly string[]): Promise<void>;
}

/** Messages that resemble each other: give all that are ticked one meaning, or put them aside. */
export function ClusterCard({ cluster, onLabel, onDismiss }: Props) {
  const [unticked, setUnticked] = useState<ReadonlySet<string>>(new Set());
  const [intent, setIntent] = useState<string | undefined>();
  const [isBusy, setBusy] = useState(false);
  const ids = cluster.members.map(({ id }) => id).filter((id) => !unticked.has(id));
  const isIdle = !isBusy && ids.length > 0;

  const tick = (id: string, isTicked: boolean) =>
    setUnticked((current) => new Set(isTicked ? [...current].filter((other) => other !== id) : [...current, id]));
  const act = async (action: Promise<void>) => {
    setBusy(true);
    await action;
    setBusy(false);
  };

  return (
    <li>
      <ul className="cluster-members">
        {cluster.members.map(({ id, text, count }) => (
          <li key={id}>
            <Checkbox checked={!unticked.has(id)} onChange={(event) => tick(id, event.target.checked)}>
              {text}
            </Checkbox>
            <span className="miss-count" title={`出现 ${count} 次`}>
              {count} 次
            </span>
          </li>
        ))}
      </ul>
      <div className="miss-actions">
        <span className="muted">
          将选中的 {ids.length} 条归入
        </span>
        {cluster.guesses.map((guess) => (
          <Button
            key={guess.intent}
            size="small"
            disabled={!isIdle}
            title={`归入 ${guess.intent}`}
            onClick={() => void act(onLabel(ids, guess.intent))}
          >
            {guess.label}
          </Button>
        ))}
        <IntentSelect size="small" value={intent} onChange={setIntent} placeholder="其他意图" ariaLabel="归入其他意图" />
        <Button
          size="small"
          type="primary"
          disabled={!intent || !isIdle}
          onClick={() => intent && void act(onLabel(ids, intent))}
        >
          归入
        </Button>
        <span className="spacer" />
        <Button size="small" type="text" disabled={!isIdle} onClick={() => void act(onDismiss(ids))}>
          忽略
        </Button>
      </div>
    </li>
  );
}
