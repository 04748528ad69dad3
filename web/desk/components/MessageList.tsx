import { DownOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useRef, useState } from "react";
import { useDeskState } from "../DeskContext.ts";
import type { ConversationView } from "../model/state.ts";
import { MessageRow } from "./MessageRow.tsx";
import { OutgoingRow } from "./OutgoingRow.tsx";

const NEAR_BOTTOM_PX = 80;
const HIGHLIGHT_MS = 2500;

/** The log in the order of `seq`; stays at the end unless the agent reads further up. */
export function MessageList({ view }: { view: ConversationView }) {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const focused = useFocusedSeq(box);

  useEffect(() => {
    if (!content.current || !isAtEnd) return;
    const observer = new ResizeObserver(() => scrollToEnd(box.current));
    observer.observe(content.current);
    return () => observer.disconnect();
  }, [isAtEnd]);

  useEffect(() => {
    if (view.outgoing.length > 0) setAtEnd(true);
  }, [view.outgoing.length]);

  const onScroll = () => {
    const element = box.current;
    if (element) setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_BOTTOM_PX);
  };

  return (
    <div className="messages-frame">
      <div className="messages" ref={box} onScroll={onScroll} role="log" aria-label="对话内容" tabIndex={0}>
        <div ref={content}>
          {view.messages.map((message, index) => (
            <MessageRow
              key={message.seq}
              message={message}
              previous={view.messages[index - 1]}
              isFocused={focused === message.seq}
            />
          ))}
          {view.outgoing.map((item) => (
            <OutgoingRow key={item.client_message_id} id={view.id} item={item} />
          ))}
        </div>
      </div>
      {!isAtEnd && (
        <Button className="to-end" size="small" icon={<DownOutlined />} onClick={() => scrollToEnd(box.current)}>
          回到最新
        </Button>
      )}
    </div>
  );
}

function scrollToEnd(element: HTMLElement | null): void {
  if (element) element.scrollTop = element.scrollHeight;
}

/** The turn that a line of the summary points at: scrolled to, and highlighted for a moment. */
function useFocusedSeq(box: { current: HTMLElement | null }): number | null {
  const focus = useDeskState((state) => state.focus);
  const [seq, setSeq] = useState<number | null>(null);
  useEffect(() => {
    setSeq(null);
    if (focus?.source.kind !== "turn") return;
    const wanted = focus.source.seq;
    setSeq(wanted);
    box.current?.querySelector(`[data-seq="${wanted}"]`)?.scrollIntoView({ block: "center" });
    const timer = setTimeout(() => setSeq(null), HIGHLIGHT_MS);
    return () => clearTimeout(timer);
  }, [focus, box]);
  return seq;
}
