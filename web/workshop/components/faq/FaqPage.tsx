import { PlusOutlined } from "@ant-design/icons";
import { Button, Input, Select } from "antd";
import { useCallback, useState } from "react";
import type { Faq } from "../../../shared/protocol.ts";
import { LoadError } from "../../../staff/LoadError.tsx";
import { useDebounced } from "../../../staff/use_debounced.ts";
import { useLoad } from "../../../staff/use_load.ts";
import { topicsOf } from "../../model/intents.ts";
import { STATE_LABELS } from "../../model/labels.ts";
import { useWorkshop } from "../../WorkshopContext.ts";
import { FaqDrawer } from "./FaqDrawer.tsx";
import { FaqTable } from "./FaqTable.tsx";

const TYPING_PAUSE_MS = 300;

const STATE_OPTIONS = Object.entries(STATE_LABELS).map(([value, label]) => ({ value, label }));

/** `null`: a new one. */
type Opened = { faq: Faq | null };

export default function FaqPage() {
  const { api, intents } = useWorkshop();
  const [query, setQuery] = useState("");
  const [state, setState] = useState("");
  const [topic, setTopic] = useState("");
  const [opened, setOpened] = useState<Opened | null>(null);
  const settled = useDebounced(query.trim(), TYPING_PAUSE_MS);
  const load = useCallback(() => api.faqs({ query: settled, state, topic }), [api, settled, state, topic]);
  const { data, error, isLoading, reload } = useLoad(load);

  return (
    <section aria-label="FAQ 知识库">
      <div className="filters">
        <Input.Search
          allowClear
          className="filter-query"
          placeholder="搜索问题、答案、标签"
          aria-label="搜索 FAQ"
          onChange={(event) => setQuery(event.target.value)}
        />
        <Select
          allowClear
          className="filter-select"
          placeholder="全部主题"
          aria-label="主题"
          options={topicsOf(intents)}
          onChange={(value?: string) => setTopic(value ?? "")}
        />
        <Select
          allowClear
          className="filter-select"
          placeholder="全部状态"
          aria-label="状态"
          options={STATE_OPTIONS}
          onChange={(value?: string) => setState(value ?? "")}
        />
        <span className="spacer" />
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpened({ faq: null })}>
          新建 FAQ
        </Button>
      </div>
      <LoadError error={error} onRetry={reload} />
      {(data || !error) && (
        <FaqTable faqs={data ?? []} isLoading={isLoading} onOpen={(faq) => setOpened({ faq })} />
      )}
      {opened && <FaqDrawer faq={opened.faq} onChanged={reload} onClose={() => setOpened(null)} />}
    </section>
  );
}
