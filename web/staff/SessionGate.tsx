import { Button, Modal, Result, Spin } from "antd";
import { type ReactNode, useEffect } from "react";
import type { AgentProfile, Role } from "../shared/protocol.ts";
import { ROLE_LABELS } from "./labels.ts";
import { LoginForm } from "./LoginForm.tsx";
import { LoginPage } from "./LoginPage.tsx";
import type { Session } from "./session.ts";
import { useStore } from "./store.ts";

interface Props {
  session: Session;
  /** The name of the page, e.g. 坐席工作台. */
  title: string;
  subtitle: string;
  roles: readonly Role[];
  children: (agent: AgentProfile) => ReactNode;
}

/** Shows the page to those who may see it; asks the others to log in. */
export function SessionGate({ session, title, subtitle, roles, children }: Props) {
  const state = useStore(session.store, (current) => current);
  useEffect(() => void session.check(), [session]);
  useEffect(() => {
    document.title = `${title} · 小二`;
  }, [title]);

  switch (state.phase) {
    case "checking":
      return (
        <main className="opening">
          <Spin description="正在打开，请稍候" />
        </main>
      );
    case "unreachable":
      return (
        <Result
          status="warning"
          title="暂时无法连接服务"
          subTitle={state.message}
          extra={
            <Button type="primary" onClick={() => void session.check()}>
              重试
            </Button>
          }
        />
      );
    case "signed_out":
      return <LoginPage session={session} title={title} subtitle={subtitle} />;
    case "signed_in":
      if (!roles.includes(state.agent.role)) {
        return <NotAllowed session={session} title={title} agent={state.agent} />;
      }
      return (
        <>
          <div key={state.agent.id} className="session-page">
            {children(state.agent)}
          </div>
          <Modal open={state.isExpired} title="登录已过期，请重新登录" footer={null} closable={false} width={400} destroyOnHidden>
            <p>页面上的内容和未发送的草稿都会保留。</p>
            <LoginForm session={session} username={state.agent.username} />
          </Modal>
        </>
      );
  }
}

function NotAllowed({ session, title, agent }: { session: Session; title: string; agent: AgentProfile }) {
  return (
    <Result
      status="403"
      title={`您的账号没有${title}的权限`}
      subTitle={`当前账号：${agent.name}（${ROLE_LABELS[agent.role]}）`}
      extra={
        <Button type="primary" onClick={() => void session.logOut()}>
          换一个账号登录
        </Button>
      }
    />
  );
}
