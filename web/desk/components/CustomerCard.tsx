import { App, Button, Tag } from "antd";
import { useEffect, useState } from "react";
import type { DeskCustomer } from "../../shared/protocol.ts";
import { describeError } from "../../staff/api.ts";
import { useDesk } from "../DeskContext.ts";
import { LevelTag } from "./PriorityTag.tsx";

const SHOWN_MS = 30_000;

export function CustomerCard({ customer }: { customer: DeskCustomer | null }) {
  if (!customer) {
    return (
      <section className="customer">
        <h3>访客</h3>
        <p className="muted">顾客没有登录，看不到会员资料和订单。需要时请顾客登录或提供订单号。</p>
      </section>
    );
  }
  return (
    <section className="customer" aria-label="顾客">
      <h3>
        {customer.name} <LevelTag level={customer.level} />
        <span className="muted points">{customer.points} 积分</span>
      </h3>
      <Phone customer={customer} />
      {customer.tags.length > 0 && (
        <p className="tags">
          {customer.tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </p>
      )}
    </section>
  );
}

/** Masked until somebody asks for it; then shown for half a minute, and the gateway writes down who asked. */
function Phone({ customer }: { customer: DeskCustomer }) {
  const { controller } = useDesk();
  const { message } = App.useApp();
  const [value, setValue] = useState<string | null>(null);
  useEffect(() => {
    if (value === null) return;
    const timer = setTimeout(() => setValue(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [value]);

  const reveal = async () => {
    try {
      setValue(await controller.api.reveal(customer.id, "phone", null));
    } catch (error) {
      void message.warning(describeError(error));
    }
  };
  return (
    <p className="phone">
      <span className="muted">手机</span> <span className="mono">{value ?? customer.phone}</span>
      {value === null ? (
        <Button type="link" size="small" title="查看会留下记录" onClick={() => void reveal()}>
          查看
        </Button>
      ) : (
        <span className="muted revealed">已记录本次查看</span>
      )}
    </p>
  );
}
