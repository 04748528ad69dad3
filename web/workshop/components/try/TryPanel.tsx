import { Button, Input } from "antd";
import { type KeyboardEvent, useState } from "react";
import type { TryResponse } from "../../../shared/protocol.ts";
import { describeError } from "../../../staff/api.ts";
import { LoadError } from "../../../staff/LoadError.tsx";
import { useWorkshop } from "../../WorkshopContext.ts";
import { TryResult } from "./TryResult.tsx";

interface Tried {
  text: string;
  answer: TryResponse;
}

/** Type what a shopper would type; see what the bot makes of it. */
export function TryPanel() {
  const { api } = useWorkshop();
  const [text, setText] = useState("");
  const [productId, setProductId] = useState("");
  const [tried, setTried] = useState<Tried | null>(null);
  const [error, setError] = useState("");
  const [isBusy, setBusy] = useState(false);

  const submit = async () => {
    const asked = text.trim();
    if (!asked || isBusy) return;
    setBusy(true);
    setError("");
    setTried(null);
    try {
      setTried({ text: asked, answer: await api.tryText(asked, productId.trim()) });
    } catch (reason) {
      setError(describeError(reason));
    }
    setBusy(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    void submit();
  };

  return (
    <aside className="try" aria-label="试一试">
      <h2>试一试</h2>
      <Input.TextArea
        value={text}
        rows={2}
        maxLength={2000}
        aria-label="顾客的问题"
        placeholder="像顾客一样问一句，按 Enter"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="try-bar">
        <Input
          value={productId}
          aria-label="正在浏览的商品编号"
          placeholder="商品编号（可不填）"
          onChange={(event) => setProductId(event.target.value)}
        />
        <Button type="primary" loading={isBusy} disabled={!text.trim()} onClick={() => void submit()}>
          试一试
        </Button>
      </div>
      <LoadError error={error} onRetry={() => void submit()} />
      {tried ? (
        <TryResult key={tried.text} text={tried.text} answer={tried.answer} />
      ) : (
        <p className="muted">会显示识别出的意图、置信度、处理方式、实体，以及知识库里最接近的 FAQ。</p>
      )}
    </aside>
  );
}
