import { Button, Table, type TableColumnsType } from "antd";
import { formatTime } from "../../../shared/format.ts";
import type { Faq, IntentInfo } from "../../../shared/protocol.ts";
import { intentLabel, topicLabel } from "../../model/intents.ts";
import { useWorkshop } from "../../WorkshopContext.ts";
import { FaqStateTags } from "./FaqStateTags.tsx";

interface Props {
  faqs: readonly Faq[];
  isLoading: boolean;
  onOpen(faq: Faq): void;
}

export function FaqTable({ faqs, isLoading, onOpen }: Props) {
  const { intents } = useWorkshop();
  return (
    <Table<Faq>
      size="middle"
      rowKey="id"
      dataSource={faqs}
      columns={columns(intents, onOpen)}
      loading={isLoading}
      onRow={(faq) => ({ onClick: () => onOpen(faq), className: "clickable" })}
      pagination={{ defaultPageSize: 20, showSizeChanger: true, showTotal: (total) => `共 ${total} 条`, hideOnSinglePage: true }}
      locale={{ emptyText: "没有符合的 FAQ" }}
    />
  );
}

function columns(intents: readonly IntentInfo[], onOpen: (faq: Faq) => void): TableColumnsType<Faq> {
  return [
    {
      title: "问题",
      render: (_, faq) => (
        <>
          <Button
            type="link"
            className="faq-question"
            onClick={(event) => {
              event.stopPropagation();
              onOpen(faq);
            }}
          >
            {faq.question}
          </Button>
          <span className="faq-answer muted">{faq.answer}</span>
        </>
      ),
    },
    { title: "主题", width: 130, responsive: ["md"], render: (_, faq) => topicLabel(intents, faq.topic) },
    {
      title: "默认回答的意图",
      width: 140,
      responsive: ["md"],
      render: (_, faq) => (faq.intent ? intentLabel(intents, faq.intent) : "—"),
    },
    { title: "状态", width: 128, className: "faq-state", render: (_, faq) => <FaqStateTags faq={faq} /> },
    {
      title: "更新",
      width: 132,
      responsive: ["md"],
      render: (_, faq) => (
        <>
          <span className="nowrap">{faq.updated_at ? formatTime(faq.updated_at) : "—"}</span>
          <span className="faq-answer muted">
            第 {faq.version} 版{faq.updated_by && ` · ${faq.updated_by}`}
          </span>
        </>
      ),
    },
  ];
}
