import { Button, Tag } from "antd";
import { useState } from "react";
import { formatTime } from "../../../shared/format.ts";
import type { Miss } from "../../../shared/protocol.ts";
import { formatPercent, outcomeOf } from "../../model/labels.ts";
import { IntentSelect } from "../IntentSelect.tsx";

const GUESSES = 3;

interface Props {
  miss: Miss;
  onLabel(miss: Miss, intent: string): Promise<void>;
  onDismiss(miss: Miss): void;
}

export function MissRow({ miss, onLabel, onDismiss }: Props) {
  const [intent, setIntent] = useState<string | undefined>();
  const outcome = outcomeOf(miss.outcome);
  return (
    <li>
      <div className="miss-text">
        <span className="miss-count" title={`出现 ${miss.count} 次`}>
          {miss.count} 次
        </span>
        <strong>{miss.text}</strong>
        <Tag color={outcome.color}>{outcome.label}</Tag>
        <span className="muted">{formatTime(miss.created_at)}</span>
      </div>
      <div className="miss-actions">
        <span className="muted">猜测</span>
        {miss.ranking.slice(0, GUESSES).map(([name, label, confidence]) => (
          <Button key={name} size="small" title={`归入 ${name}`} onClick={() => void onLabel(miss, name)}>
            {label} <span className="muted">{formatPercent(confidence)}</span>
          </Button>
        ))}
        <IntentSelect size="small" value={intent} onChange={setIntent} placeholder="其他意图" ariaLabel="归入其他意图" />
        <Button
          size="small"
          type="primary"
          disabled={!intent}
          onClick={() => intent && void onLabel(miss, intent)}
        >
          归入
        </Button>
        <span className="spacer" />
        <Button size="small" type="text" onClick={() => onDismiss(miss)}>
          忽略
        </Button>
      </div>
    </li>
  );
}
