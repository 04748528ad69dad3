import type { SummaryLine, SummarySource } from "../../shared/protocol.ts";
import { useDesk } from "../DeskContext.ts";
import { fieldLabel } from "../model/labels.ts";

export function SummarySection({ title, lines }: { title: string; lines: readonly SummaryLine[] }) {
  if (lines.length === 0) return null;
  return (
    <section>
      <h4>{title}</h4>
      <ul className="summary-lines">
        {lines.map((line, index) => (
          <li key={`${index}${line.text}`}>
            {line.text}
            {line.source.map((source) => (
              <SourceLink key={JSON.stringify(source)} source={source} />
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Leads to the message or the order that the line rests on. */
function SourceLink({ source }: { source: SummarySource }) {
  const { controller } = useDesk();
  const isTurn = source.kind === "turn";
  return (
    <button
      type="button"
      className="source"
      title={isTurn ? "查看原话" : "查看订单资料"}
      onClick={() => controller.store.dispatch({ type: "focused", source })}
    >
      {isTurn ? `第 ${source.seq} 条` : fieldLabel(source.name)}
    </button>
  );
}
