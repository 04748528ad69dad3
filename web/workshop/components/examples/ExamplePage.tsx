import { App, Button, Popconfirm, Table, type TableColumnsType } from "antd";
import { useCallback, useState } from "react";
import { formatTime } from "../../../shared/format.ts";
import type { Example } from "../../../shared/protocol.ts";
import { describeError } from "../../../staff/api.ts";
import { LoadError } from "../../../staff/LoadError.tsx";
import { useLoad } from "../../../staff/use_load.ts";
import { intentLabel } from "../../model/intents.ts";
import { useWorkshop } from "../../WorkshopContext.ts";
import { IntentSelect } from "../IntentSelect.tsx";
import { ExampleForm } from "./ExampleForm.tsx";

/** The shop's own training messages, beside those that come with the product. */
export default function ExamplePage() {
  const { api, intents, reloadIntents } = useWorkshop();
  const { message } = App.useApp();
  const load = useCallback(() => api.examples(), [api]);
  const { data, error, isLoading, reload } = useLoad(load);
  const [intent, setIntent] = useState<string | undefined>();

  const onChanged = () => {
    reload();
    reloadIntents();
  };
  const remove = async (example: Example) => {
    try {
      await api.deleteExample(example.id);
    } catch (reason) {
      void message.warning(describeError(reason));
    }
    onChanged();
  };
  const columns: TableColumnsType<Example> = [
    { title: "句子", dataIndex: "text" },
    { title: "意图", width: "30%", render: (_, example) => intentLabel(intents, example.intent) },
    {
      title: "添加",
      width: 180,
      responsive: ["md"],
      render: (_, example) => (
        <span className="muted">
          {formatTime(example.created_at)} {example.created_by}
        </span>
      ),
    },
    {
      title: <span className="visually-hidden">操作</span>,
      width: 80,
      render: (_, example) => (
        <Popconfirm title="删除这句语料？" description="下次训练后生效。" onConfirm={() => remove(example)}>
          <Button type="link" size="small" danger aria-label={`删除“${example.text}”`}>
            删除
          </Button>
        </Popconfirm>
      ),
    },
  ];

  return (
    <section aria-label="训练语料">
      <ExampleForm onAdded={onChanged} />
      <div className="filters">
        <IntentSelect value={intent} onChange={setIntent} placeholder="全部意图" ariaLabel="按意图筛选" />
        {intent && <span className="muted">训练时共有 {countOf(intents, intent)} 句（含自带语料）</span>}
      </div>
      <LoadError error={error} onRetry={reload} />
      <Table<Example>
        size="middle"
        rowKey="id"
        loading={isLoading}
        columns={columns}
        dataSource={(data ?? []).filter((example) => !intent || example.intent === intent)}
        pagination={{ defaultPageSize: 20, showTotal: (total) => `共 ${total} 句`, hideOnSinglePage: true }}
        locale={{ emptyText: "还没有自己的语料。可以在上方添加，或在“没听懂的话”里归类。" }}
      />
    </section>
  );
}

function countOf(intents: readonly { name: string; examples: number }[], name: string): number {
  return intents.find((intent) => intent.name === name)?.examples ?? 0;
}
