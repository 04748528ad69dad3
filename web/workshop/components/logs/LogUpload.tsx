import { App, Button, Input } from "antd";
import { useRef, useState } from "react";
import type { LogSummary } from "../../../shared/protocol.ts";
import { describeError } from "../../../staff/api.ts";
import type { LogColumns } from "../../model/workshop_api.ts";
import { useWorkshop } from "../../WorkshopContext.ts";

const MAX_MB = 10;
const FIELDS: { name: keyof LogColumns; label: string }[] = [
  { name: "column", label: "消息所在的列" },
  { name: "role_column", label: "发送者所在的列" },
  { name: "shopper_value", label: "顾客的称呼，如“买家”" },
];

interface Props {
  onImported(): void;
}

/** Chooses a chat log, has it read, and says what was found in it. */
export function LogUpload({ onImported }: Props) {
  const { api } = useWorkshop();
  const { message, modal } = App.useApp();
  const [isBusy, setBusy] = useState(false);
  const [summary, setSummary] = useState<LogSummary | null>(null);
  const [columns, setColumns] = useState<LogColumns>({});
  const [needsColumns, setNeedsColumns] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  const upload = async (file: File) => {
    if (file.size > MAX_MB * 1024 * 1024) {
      void message.warning(`文件超过 ${MAX_MB} MB，请拆分后上传`);
      return;
    }
    setBusy(true);
    try {
      setSummary(await api.importLog(file, columns));
      onImported();
    } catch (error) {
      setNeedsColumns(true);
      modal.error({ title: "没有导入成功", content: describeError(error) });
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className="log-upload">
      <input
        ref={input}
        className="visually-hidden"
        type="file"
        tabIndex={-1}
        aria-label="聊天记录文件"
        accept=".csv,.tsv,.txt,.xlsx,.jsonl,.ndjson"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file) void upload(file);
          currentTarget.value = "";
        }}
      />
      <Button type="primary" loading={isBusy} onClick={() => input.current?.click()}>
        {isBusy ? "正在分析" : "选择文件"}
      </Button>
      {needsColumns &&
        FIELDS.map(({ name, label }) => (
          <Input
            key={name}
            className="log-column"
            aria-label={label}
            placeholder={label}
            value={columns[name] ?? ""}
            maxLength={100}
            onChange={(event) => setColumns({ ...columns, [name]: event.target.value.trim() })}
          />
        ))}
      <span className="muted" role="status">
        {summary ? describe(summary) : `支持 CSV、XLSX、JSONL，不超过 ${MAX_MB} MB；个人信息会自动打码。`}
      </span>
    </div>
  );
}

function describe({ messages, known, unsure, clusters, chosen }: LogSummary): string {
  return (
    `读到顾客消息 ${messages} 条，其中 ${known} 种说法已在语料里；` +
    `机器人没有把握的有 ${unsure} 种说法，归成 ${clusters} 组，选出最值得标注的 ${chosen} 条。`
  );
}
