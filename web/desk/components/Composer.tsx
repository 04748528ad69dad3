import { Button, Input, type GetRef } from "antd";
import { type KeyboardEvent, useRef, useState } from "react";
import { useDesk, useIsMine } from "../DeskContext.ts";
import type { ConversationView } from "../model/state.ts";
import { QuickPhrases } from "./QuickPhrases.tsx";

const MAX_TEXT = 2000;
const COUNT_FROM = 1500;

/** Where the agent writes. Drafts are kept per conversation. */
export function Composer({ view }: { view: ConversationView }) {
  const { drafts, sender } = useDesk();
  const isMine = useIsMine(view.id);
  const [text, setText] = useState(() => drafts.read(view.id));
  const field = useRef<GetRef<typeof Input.TextArea>>(null);
  const reason = whyClosed(view, isMine);
  const length = [...text].length;
  const canSend = !reason && text.trim() !== "" && length <= MAX_TEXT;

  const change = (value: string) => {
    setText(value);
    drafts.write(view.id, value);
    if (value) sender.typing(view.id);
  };
  const send = () => {
    if (!canSend) return;
    void sender.send(view.id, text.trim());
    change("");
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
    event.preventDefault();
    send();
  };
  const insert = (phrase: string) => {
    const area = field.current?.resizableTextArea?.textArea;
    const start = area?.selectionStart ?? text.length;
    const end = area?.selectionEnd ?? text.length;
    change(text.slice(0, start) + phrase + text.slice(end));
    field.current?.focus();
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Input.TextArea
        ref={field}
        value={text}
        aria-label="回复顾客"
        placeholder={reason ?? "输入回复，Enter 发送，Shift+Enter 换行"}
        disabled={reason !== null && !text}
        className="growing"
        rows={3}
        autoFocus={!reason}
        status={length > MAX_TEXT ? "error" : ""}
        onChange={(event) => change(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="composer-bar">
        <QuickPhrases isDisabled={reason !== null} onPick={insert} />
        <span className="spacer" />
        {reason && text && <span className="danger">{reason}</span>}
        {length >= COUNT_FROM && (
          <span className={length > MAX_TEXT ? "danger" : "muted"} role="status">
            {length} / {MAX_TEXT} 字
          </span>
        )}
        <Button type="primary" htmlType="submit" disabled={!canSend}>
          发送
        </Button>
      </div>
    </form>
  );
}

/** Enter that confirms a word of the input method must not send. */
function isComposing(event: KeyboardEvent): boolean {
  return event.nativeEvent.isComposing || event.keyCode === 229;
}

function whyClosed(view: ConversationView, isMine: boolean): string | null {
  const { status } = view;
  if (status?.state === "closed") return "会话已结束";
  if (isMine && status?.owner === "human") return null;
  if (status?.owner === "queue") return "接入后即可回复";
  if (status?.owner === "bot") return "机器人正在接待，接管后即可回复";
  return `${status?.agent_name ?? "其他客服"}正在接待`;
}
