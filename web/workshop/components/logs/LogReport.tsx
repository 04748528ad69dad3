import type { LogReading, LogSummary } from "../../../shared/protocol.ts";

const SHOWN = 5;

/** What became of an imported log, and which of its columns were taken for what. */
export function LogReport({ summary }: { summary: LogSummary }) {
  const { reading } = summary;
  return (
    <>
      <p>{describe(summary)}</p>
      {reading && <p className="muted">{describeColumns(reading)}</p>}
    </>
  );
}

function describe({ messages, known, unsure, clusters, chosen }: LogSummary): string {
  const rest = unsure > chosen ? `，其余 ${unsure - chosen} 种与选出的相近或较少见，学习之后可以再导入一次` : "";
  return (
    `读到顾客消息 ${messages} 条，其中 ${known} 种说法已在语料里；` +
    `机器人没有把握的有 ${unsure} 种说法，归成 ${clusters} 组，选出最值得标注的 ${chosen} 条${rest}。`
  );
}

function describeColumns({ text_column, role_column, shoppers, others }: LogReading): string {
  if (!role_column) return `消息取自“${text_column}”一列，每一行都当作顾客说的。`;
  const shown = shoppers.slice(0, SHOWN).map((name) => `“${name}”`);
  const names = shown.join("、") + (shoppers.length > SHOWN ? `等 ${shoppers.length} 种` : "");
  return `消息取自“${text_column}”一列，“${role_column}”一列是${names}的算作顾客，跳过其他人的 ${others} 行。`;
}
