import { formatMoney, formatTime } from "../../../shared/format.ts";
import type { Order } from "../../../shared/protocol.ts";

export function OrderView({ order }: { order: Order }) {
  return (
    <div className="card">
      <p className="card-head">
        <span className="mono">{order.number}</span>
        <strong>{order.state_label}</strong>
      </p>
      <ul className="order-lines">
        {order.lines.map((line, index) => (
          <li key={`${line.product_id}-${index}`}>
            <span>
              {line.name}
              <span className="muted"> {Object.values(line.attributes).join(" / ")}</span>
            </span>
            <span className="nowrap">
              {formatMoney(line.price_fen)} × {line.quantity}
            </span>
          </li>
        ))}
      </ul>
      <p className="card-foot">
        <span className="muted">{formatTime(order.created_at)} 下单</span>
        <span>
          合计 <strong>{formatMoney(order.total_fen)}</strong>
        </span>
      </p>
    </div>
  );
}
