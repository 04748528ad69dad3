import { ReloadOutlined } from "@ant-design/icons";
import { Alert, Button, Drawer, Empty, Input, Spin } from "antd";
import { useCallback, useEffect, useState } from "react";
import { formatTime } from "../../shared/format.ts";
import type { ConversationItem } from "../../shared/protocol.ts";
import { describeError } from "../../staff/api.ts";
import { channelLabel } from "../../staff/labels.ts";
import { useDesk } from "../DeskContext.ts";
import { LevelTag } from "./PriorityTag.tsx";

interface Props {
  isOpen: boolean;
  onClose(): void;
}

/** Conversations that the bot has in hand; an agent may step in. */
export default function BotDrawer({ isOpen, onClose }: Props) {
  const { controller } = useDesk();
  const [items, setItems] = useState<ConversationItem[] | null>(null);
  const [error, setError] = useState("");
  const [filter, setFilter] = useState("");

  const load = useCallback(async () => {
    setError("");
    try {
      setItems(await controller.api.list("bot"));
    } catch (reason) {
      setError(describeError(reason));
    }
  }, [controller]);
  useEffect(() => {
    if (isOpen) void load();
  }, [isOpen, load]);

  const look = (id: string) => {
    controller.select(id);
    onClose();
  };
  const takeOver = async (id: string) => {
    if (await controller.takeOver(id)) look(id);
    else await load();
  };
  const shown = items?.filter((item) => `${item.customer_name}${item.last_text}`.includes(filter.trim()));

  return (
    <Drawer
      title="机器人正在接待"
      placement="left"
      size={420}
      open={isOpen}
      onClose={onClose}
      extra={<Button icon={<ReloadOutlined />} onClick={() => void load()} aria-label="刷新" />}
    >
      <Input.Search
        allowClear
        placeholder="按顾客或最近一句话查找"
        aria-label="查找会话"
        onChange={(event) => setFilter(event.target.value)}
      />
      {error && <Alert type="error" title={error} className="drawer-alert" />}
      {!items && !error && <Spin className="drawer-spin" />}
      {shown?.length === 0 && <Empty description="没有符合的会话" />}
      <ul className="bot-list">
        {shown?.map((item) => (
          <li key={item.id}>
            <div>
              <strong>{item.customer_name}</strong> <LevelTag level={item.customer_level} />
              <span className="muted">
                {channelLabel(item.channel)} · {formatTime(item.updated_at)}
              </span>
              <p>{item.last_text}</p>
            </div>
            <Button size="small" onClick={() => look(item.id)}>
              查看
            </Button>
            <Button size="small" type="primary" onClick={() => void takeOver(item.id)}>
              接管
            </Button>
          </li>
        ))}
      </ul>
    </Drawer>
  );
}
