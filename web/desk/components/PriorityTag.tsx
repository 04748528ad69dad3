import type { Priority } from "../../shared/protocol.ts";
import { PRIORITY_LABELS } from "../../staff/labels.ts";

/** The urgency as a coloured label; colour never is the only sign. */
export function PriorityTag({ priority, hasText = false }: { priority: Priority; hasText?: boolean }) {
  return (
    <span className={`priority ${priority}`} title={`${priority} ${PRIORITY_LABELS[priority]}`}>
      {priority}
      {hasText && ` ${PRIORITY_LABELS[priority]}`}
    </span>
  );
}

const PLAIN_LEVEL = "普通";

/** The customer's level, when it is more than ordinary. */
export function LevelTag({ level }: { level: string }) {
  if (!level || level === PLAIN_LEVEL) return null;
  return <span className={level === "VIP" ? "level vip" : "level"}>{level}</span>;
}
