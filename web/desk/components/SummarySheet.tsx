import { Empty, Tag } from "antd";
import type { HandoffItem, Summary } from "../../shared/protocol.ts";
import { PriorityTag } from "./PriorityTag.tsx";
import { SummarySection } from "./SummarySection.tsx";

interface Props {
  summary: Summary | null;
  handoff: HandoffItem | null;
}

/** The sheet that comes with a handoff; every line leads to what it rests on. */
export function SummarySheet({ summary, handoff }: Props) {
  if (!summary) {
    const text = handoff ? "摘要正在整理，稍后会显示在这里" : "还没有转接，因此没有摘要";
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text} />;
  }
  const isCalm = summary.emotion === "calm";
  return (
    <div className="summary">
      <p className="summary-state">
        <span>
          <span className="muted">紧急度</span> <PriorityTag priority={summary.urgency} hasText />
        </span>
        <span>
          <span className="muted">情绪</span>{" "}
          <Tag color={isCalm ? "default" : "error"}>{summary.emotion_label}</Tag>
        </span>
      </p>
      {summary.next_step && (
        <section className="next-step">
          <h4>建议下一步</h4>
          <p>{summary.next_step}</p>
        </section>
      )}
      <SummarySection title="顾客诉求" lines={summary.needs} />
      <SummarySection title="已经做了" lines={summary.done} />
      <SummarySection title="原话与证据" lines={summary.evidence} />
      <SummarySection title="已经承诺" lines={summary.promised} />
      {summary.missing.length > 0 && (
        <section>
          <h4>还缺的信息</h4>
          <p className="missing">
            {summary.missing.map((item) => (
              <Tag key={item} color="warning">
                {item}
              </Tag>
            ))}
          </p>
        </section>
      )}
      <SummarySection title="顾客情况" lines={summary.customer} />
    </div>
  );
}
