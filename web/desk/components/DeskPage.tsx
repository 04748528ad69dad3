import { App } from "antd";
import { useEffect, useState } from "react";
import type { AgentProfile } from "../../shared/protocol.ts";
import type { Api } from "../../staff/api.ts";
import type { Session } from "../../staff/session.ts";
import { useStore } from "../../staff/store.ts";
import { createDesk } from "../create_desk.ts";
import { DeskContext, useDeskState } from "../DeskContext.ts";
import "../desk.css";
import { ConversationPane } from "./ConversationPane.tsx";
import { DeskHeader } from "./DeskHeader.tsx";
import { QueueColumn } from "./QueueColumn.tsx";
import { SidePanel } from "./SidePanel.tsx";

interface Props {
  api: Api;
  session: Session;
  agent: AgentProfile;
}

export default function DeskPage({ api, session, agent }: Props) {
  const { message } = App.useApp();
  const [desk] = useState(() => createDesk(api, agent, (text) => void message.warning(text)));
  const isExpired = useStore(session.store, (state) => state.phase === "signed_in" && state.isExpired);

  useEffect(() => {
    desk.start();
    return () => desk.stop();
  }, [desk]);
  useEffect(() => {
    if (!isExpired) desk.refresh();
  }, [desk, isExpired]);

  return (
    <DeskContext value={desk}>
      <div className="desk">
        <DeskHeader session={session} />
        <QueueColumn />
        <Middle />
      </div>
    </DeskContext>
  );
}

function Middle() {
  const selectedId = useDeskState((state) => state.selectedId);
  if (selectedId === null) {
    return (
      <main className="pane pane-empty">
        <p>请从左侧选择一位顾客</p>
        <p className="muted">排队中的顾客点“接入”，即可看到机器人接待的全过程和转接摘要。</p>
      </main>
    );
  }
  return (
    <>
      <ConversationPane key={selectedId} id={selectedId} />
      <SidePanel key={`side-${selectedId}`} id={selectedId} />
    </>
  );
}
