import { DownOutlined, LogoutOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import type { AgentProfile } from "../shared/protocol.ts";
import { ROLE_LABELS } from "./labels.ts";
import type { Session } from "./session.ts";

export function AccountMenu({ agent, session }: { agent: AgentProfile; session: Session }) {
  const items = [{ key: "out", label: "退出登录", icon: <LogoutOutlined /> }];
  return (
    <Dropdown menu={{ items, onClick: () => void session.logOut() }} trigger={["click"]}>
      <Button type="text" className="account">
        {agent.name}
        <span className="muted">{ROLE_LABELS[agent.role]}</span>
        <DownOutlined />
      </Button>
    </Dropdown>
  );
}
