import { Empty } from "antd";
import { formatMoney, formatTime } from "../../shared/format.ts";
import type { Aftersale } from "../../shared/protocol.ts";
import { useDeskState } from "../DeskContext.ts";

export function AftersaleList({ aftersales }: { aftersales: readonly Aftersale[] }) {
  const focus = useDeskState((state) => state.focus);
  const wanted = focus?.source.kind === "field" ? focus.source.ref : null;
  if (aftersales.length === 0) {
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="没有售后申请" />;
  }
  return (
    <ul className="orders">
      {aftersales.map((item) => (
        <li key={item.id} className={wanted === item.id ? "card focused" : "card"}>
          <p className="card-head">
            <span>{item.kind_label}</span>
            <strong>{item.state_label}</strong>
          </p>
          <p>{item.reason}</p>
          <p className="card-foot">
            <span className="muted">
              订单 <span className="mono">{item.order_number}</span>
            </span>
            {item.amount_fen > 0 && <strong>{formatMoney(item.amount_fen)}</strong>}
          </p>
          <p className="muted">
            {formatTime(item.created_at)} 申请，{formatTime(item.updated_at)} 更新
          </p>
        </li>
      ))}
    </ul>
  );
}
