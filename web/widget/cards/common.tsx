import { useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { useStore } from "../context.ts";
import { ChevronIcon } from "../icons.tsx";

/** A number that people copy, with a button that does. */
export function Copyable({ label, value }: { label: string; value: string }) {
  const { t } = useStore();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    } catch {
      setCopied(false);
    }
  };
  return (
    <span class="copyable">
      <span class="muted">{label}</span> <span>{value}</span>
      <button type="button" class="link" onClick={copy} aria-label={`${t("copy")} ${label} ${value}`}>
        {copied ? t("copied") : t("copy")}
      </button>
    </span>
  );
}

/** Shows the first `limit` items and a button for the rest. */
export function Collapsible<T>(props: {
  items: readonly T[];
  limit: number;
  label: (hidden: number) => string;
  render: (shown: readonly T[]) => ComponentChildren;
}) {
  const { t } = useStore();
  const [expanded, setExpanded] = useState(false);
  const hidden = props.items.length - props.limit;
  return (
    <>
      {props.render(expanded || hidden <= 0 ? props.items : props.items.slice(0, props.limit))}
      {hidden > 0 && (
        <button
          type="button"
          class="link expand"
          aria-expanded={expanded}
          onClick={() => setExpanded(!expanded)}
        >
          {expanded ? t("less") : props.label(hidden)}
          <ChevronIcon up={expanded} />
        </button>
      )}
    </>
  );
}

const TONES: Record<string, string> = {
  delayed: "warn",
  lost: "warn",
  unpaid: "warn",
  cancelled: "quiet",
  returned: "quiet",
  completed: "good",
  signed: "good",
};

/** The state of an order or a parcel. */
export function StateChip({ state, label }: { state: string; label: string }) {
  return <span class={`chip ${TONES[state] ?? ""}`}>{label}</span>;
}
