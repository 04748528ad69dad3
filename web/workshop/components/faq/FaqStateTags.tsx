import { Tag } from "antd";
import type { Faq } from "../../../shared/protocol.ts";
import { STATE_COLORS, STATE_LABELS } from "../../model/labels.ts";

/** What shoppers see, and whether a newer draft waits to be published. */
export function FaqStateTags({ faq }: { faq: Faq }) {
  if (faq.state === "draft" && faq.published_version !== null) {
    return (
      <>
        <Tag color={STATE_COLORS.published}>{STATE_LABELS.published}</Tag>
        <Tag color={STATE_COLORS.draft}>有未发布的修改</Tag>
      </>
    );
  }
  return <Tag color={STATE_COLORS[faq.state]}>{STATE_LABELS[faq.state]}</Tag>;
}
