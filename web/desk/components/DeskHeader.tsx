import { SoundOutlined } from "@ant-design/icons";
import { Badge, Button, Switch, Tooltip } from "antd";
import { useState } from "react";
import { AccountMenu } from "../../staff/AccountMenu.tsx";
import { Brand } from "../../staff/Brand.tsx";
import { lazyPage } from "../../staff/lazy_page.tsx";
import type { Session } from "../../staff/session.ts";
import { useDesk, useDeskState } from "../DeskContext.ts";

const BotDrawer = lazyPage(() => import("./BotDrawer.tsx"));

const LINK_TEXTS = {
  connecting: { status: "processing", text: "正在连接" },
  online: { status: "success", text: "实时连接正常" },
  offline: { status: "error", text: "连接已断开，正在重连" },
} as const;

export function DeskHeader({ session }: { session: Session }) {
  const { agent } = useDesk();
  const link = useDeskState((state) => state.link);
  const mine = useDeskState((state) => state.queue.mine.length);
  const [hasOpened, setOpened] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const open = () => {
    setOpened(true);
    setOpen(true);
  };
  return (
    <header className="page-header">
      <Brand />
      <h1>坐席工作台</h1>
      <span role="status">
        <Badge {...LINK_TEXTS[link]} />
      </span>
      <span className="spacer" />
      <span className="muted">正在接待 {mine} 位</span>
      <Button onClick={open}>主动接管</Button>
      {hasOpened && (
        <BotDrawer isOpen={isOpen} onClose={() => setOpen(false)} />
      )}
      <SoundSwitch />
      <AccountMenu agent={agent} session={session} />
    </header>
  );
}

function SoundSwitch() {
  const { alerts } = useDesk();
  const [isOn, setOn] = useState(alerts.isOn);
  const change = (value: boolean) => {
    alerts.isOn = value;
    setOn(value);
  };
  return (
    <Tooltip title="有新顾客等待时响铃，并闪动页面标题">
      <label className="sound">
        <SoundOutlined aria-hidden />
        <span>提醒</span>
        <Switch size="small" checked={isOn} onChange={change} aria-label="新会话提醒" />
      </label>
    </Tooltip>
  );
}
