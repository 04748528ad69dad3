import { Alert, Button } from "antd";
import { useEffect, useRef } from "react";
import { formatTime } from "../../../shared/format.ts";
import type { Faq } from "../../../shared/protocol.ts";

interface Props {
  newest: Faq;
  onLoad(): void;
  onKeepMine(): void;
}

/** Somebody else has saved meanwhile: whose text counts? Comes into view by itself, as the button is at the bottom. */
export function StaleNotice({ newest, onLoad, onKeepMine }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.scrollIntoView({ block: "start" });
    place.current?.focus();
  }, [newest.version]);
  const when = newest.updated_at ? `在 ${formatTime(newest.updated_at)} ` : "";
  return (
    <div ref={place} className="stale" tabIndex={-1}>
      <Alert
        type="warning"
        showIcon
        title="这条 FAQ 已被他人修改，您看到的不是最新版本"
        description={
          <>
            <p>
              {newest.updated_by || "其他同事"}
              {when}保存了第 {newest.version} 版。您的修改还没有保存，仍在下方。
            </p>
            <Button size="small" onClick={onLoad}>
              放弃我的修改，载入最新版本
            </Button>{" "}
            <Button size="small" onClick={onKeepMine}>
              保留我的修改，覆盖最新版本
            </Button>
          </>
        }
      />
    </div>
  );
}
