import { Alert, App, Button, Input } from "antd";
import { useRef, useState } from "react";
import type { LogSummary } from "../../../shared/protocol.ts";
import { describeError, isStatus } from "../../../staff/api.ts";
import type { LogColumns } from "../../model/workshop_api.ts";
import { useWorkshop } from "../../WorkshopContext.ts";
import { LogReport } from "./LogReport.tsx";

const MAX_MB = 10;
const FIELDS: { name: keyof LogColumns; label: string; example: string }[] = [
  { name: "column", label: "消息所在的列", example: "列名或第几列" },
  { name: "role_column", label: "发送者所在的列", example: "列名或第几列" },
  { name: "shopper_value", label: "顾客的称呼", example: "如“买家”，或“除客服小美”" },
];
const NO_COLUMNS: LogColumns = {};

/** What the gateway answers when no column tells who wrote, and what to answer if all of it is the shoppers'. */
const ROLES_UNCLEAR = "roles_unclear";
const NO_ROLE = "无";

interface Problem {
  file: File;
  text: string;
  isAboutRoles: boolean;
}

interface Props {
  onImported(): void;
}

/** Chooses a chat log, has it read, and says what was found in it. */
export function LogUpload({ onImported }: Props) {
  const { api } = useWorkshop();
  const { message } = App.useApp();
  const [isBusy, setBusy] = useState(false);
  const [summary, setSummary] = useState<LogSummary | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [columns, setColumns] = useState<LogColumns>(NO_COLUMNS);
  const tried = useRef<{ file: string; columns: LogColumns } | null>(null);
  const input = useRef<HTMLInputElement>(null);

  const upload = async (file: File, chosen?: LogColumns) => {
    setSummary(null);
    setProblem(null);
    if (file.size > MAX_MB * 1024 * 1024) {
      void message.warning(`文件超过 ${MAX_MB} MB，请拆分后上传`);
      return;
    }
    // Columns that were named for another file say nothing about this one.
    const isForOther = tried.current !== null && tried.current.file !== file.name && tried.current.columns === columns;
    const named = chosen ?? (isForOther ? NO_COLUMNS : columns);
    setColumns(named);
    tried.current = { file: file.name, columns: named };
    setBusy(true);
    try {
      setSummary(await api.importLog(file, named));
      setColumns(NO_COLUMNS);
      onImported();
    } catch (error) {
      const isAboutRoles = isStatus(error, 400) && error.code === ROLES_UNCLEAR;
      setProblem({ file, text: describeError(error), isAboutRoles });
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
      <span className="muted">支持 CSV、XLSX、JSONL，不超过 {MAX_MB} MB；个人信息会自动打码。</span>
      <fieldset className="log-columns">
        <legend className="muted">认错列的时候，请在这里指明，再选一次文件；留空时自动识别。</legend>
        {FIELDS.map(({ name, label, example }) => (
          <Input
            key={name}
            className="log-column"
            aria-label={label}
            placeholder={`${label}（${example}）`}
            value={columns[name] ?? ""}
            maxLength={100}
            onChange={(event) => setColumns({ ...columns, [name]: event.target.value.trim() })}
          />
        ))}
      </fieldset>
      <div className="log-report" role="status">
        {summary && <LogReport summary={summary} />}
        {problem && (
          <Alert
            type={problem.isAboutRoles ? "warning" : "error"}
            showIcon
            title={`“${problem.file.name}”${problem.isAboutRoles ? "还没有导入" : "没有导入成功"}`}
            description={
              <>
                <p>{problem.text}</p>
                {problem.isAboutRoles && (
                  <Button size="small" onClick={() => void upload(problem.file, { ...columns, role_column: NO_ROLE })}>
                    全部是顾客的消息，继续导入
                  </Button>
                )}
              </>
            }
          />
        )}
      </div>
    </div>
  );
}
