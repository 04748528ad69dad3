import { Button, Empty, Popconfirm, Spin, Tag } from "antd";
import { useCallback, useState } from "react";
import { formatTime } from "../../../shared/format.ts";
import type { Faq } from "../../../shared/protocol.ts";
import { LoadError } from "../../../staff/LoadError.tsx";
import { useLoad } from "../../../staff/use_load.ts";
import { STATE_COLORS, STATE_LABELS } from "../../model/labels.ts";
import { useWorkshop } from "../../WorkshopContext.ts";
import { FaqDiff } from "./FaqDiff.tsx";

interface Props {
  faq: Faq;
  onRestore(version: number): Promise<void>;
}

/** All versions; the chosen one is compared with the present one. */
export function FaqVersions({ faq, onRestore }: Props) {
  const { api } = useWorkshop();
  const load = useCallback(() => api.versions(faq.id), [api, faq.id]);
  const { data, error, isLoading, reload } = useLoad(load);
  const [chosen, setChosen] = useState<number | null>(null);
  if (isLoading) return <Spin />;
  if (error || !data) return <LoadError error={error} onRetry={reload} />;

  const older = data.filter((version) => version.version !== faq.version);
  const shown = older.find((version) => version.version === chosen) ?? older[0];
  if (!shown) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="还没有更早的版本" />;
  return (
    <div className="versions">
      <ul aria-label="版本">
        {older.map((version) => (
          <li key={version.version}>
            <button
              type="button"
              aria-current={version === shown}
              onClick={() => setChosen(version.version)}
            >
              <strong>第 {version.version} 版</strong> <Tag color={STATE_COLORS[version.state]}>{STATE_LABELS[version.state]}</Tag>
              <span className="muted">
                {version.updated_at && formatTime(version.updated_at)} {version.updated_by}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div>
        <div className="versions-head">
          <span className="muted">
            从第 {shown.version} 版到现在（第 {faq.version} 版）的变化
          </span>
          <Popconfirm
            title={`恢复第 ${shown.version} 版的内容？`}
            description="会存成新的草稿，发布后才对顾客生效。"
            onConfirm={() => onRestore(shown.version)}
          >
            <Button size="small">恢复此版本</Button>
          </Popconfirm>
        </div>
        <FaqDiff before={shown} after={faq} />
      </div>
    </div>
  );
}
