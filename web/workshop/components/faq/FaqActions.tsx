import { Button, Popconfirm } from "antd";
import { useWorkshop } from "../../WorkshopContext.ts";
import type { FaqEditor } from "./use_faq_editor.ts";

export function FaqActions({ editor, isDirty }: { editor: FaqEditor; isDirty: boolean }) {
  const { canPublish } = useWorkshop();
  const { faq, isBusy } = editor;
  const isPublished = faq?.state === "published" && !isDirty;
  return (
    <div className="faq-actions">
      {canPublish && faq && faq.state !== "archived" && (
        <Popconfirm title="归档这条 FAQ？" description="归档后不再用于回答，可以从版本历史恢复。" onConfirm={editor.archive}>
          <Button danger disabled={isBusy}>
            归档
          </Button>
        </Popconfirm>
      )}
      <span className="spacer">{isDirty && <span className="muted">有未保存的修改</span>}</span>
      <Button disabled={isBusy || (faq !== null && !isDirty)} onClick={() => void editor.save()}>
        保存草稿
      </Button>
      {canPublish && (
        <Button type="primary" loading={isBusy} disabled={isPublished} onClick={() => void editor.publish()}>
          {isPublished ? "已发布" : "发布"}
        </Button>
      )}
    </div>
  );
}
