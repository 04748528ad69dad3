import { Button, Result, Spin } from "antd";
import { useEffect } from "react";
import { useDesk, useView } from "../DeskContext.ts";
import { lastSeq } from "../model/messages.ts";
import { Composer } from "./Composer.tsx";
import { ConversationHeader } from "./ConversationHeader.tsx";
import { MessageList } from "./MessageList.tsx";
import { TypingHint } from "./TypingHint.tsx";

export function ConversationPane({ id }: { id: string }) {
  const { controller } = useDesk();
  const view = useView(id);
  useMarkRead(id, lastSeq(view?.messages ?? []));

  if (!view?.detail) {
    return (
      <main className="pane pane-empty">
        {view?.error && !view.isLoading ? (
          <Result
            status="warning"
            title="会话没有打开"
            subTitle={view.error}
            extra={<Button onClick={() => void controller.load(id)}>重试</Button>}
          />
        ) : (
          <Spin description="正在打开会话" />
        )}
      </main>
    );
  }
  return (
    <main className="pane">
      <ConversationHeader view={view} />
      <MessageList view={view} />
      <TypingHint view={view} />
      <Composer view={view} />
    </main>
  );
}

/** What is on the screen of a visible page counts as read. */
function useMarkRead(id: string, seq: number): void {
  const { controller } = useDesk();
  useEffect(() => {
    const mark = () => {
      if (!document.hidden && seq > 0) controller.store.dispatch({ type: "read", id });
    };
    mark();
    document.addEventListener("visibilitychange", mark);
    return () => document.removeEventListener("visibilitychange", mark);
  }, [controller, id, seq]);
}
