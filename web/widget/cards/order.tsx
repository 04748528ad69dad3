import { formatDate, formatMoney, formatTime } from "../../shared/format.ts";
import type { Order, OrderLine } from "../../shared/protocol.ts";
import { useStore } from "../context.ts";
import { Collapsible, Copyable, StateChip } from "./common.tsx";

function Line({ line }: { line: OrderLine }) {
  const attributes = Object.values(line.attributes ?? {}).join("，");
  return (
    <li class="line">
      <span class="line-name">
        {line.name}
        {attributes && <span class="muted small block">{attributes}</span>}
      </span>
      <span class="line-price">
        {formatMoney(line.price_fen)}
        <span class="muted small block">×{line.quantity}</span>
      </span>
    </li>
  );
}

export function OrderCardView({ order }: { order: Order }) {
  const { t, config } = useStore();
  return (
    <section class="card" aria-label={`${t("order")} ${order.number}`}>
      <header class="card-head">
        <Copyable label={t("order")} value={order.number} />
        <StateChip state={order.state} label={order.state_label} />
      </header>
      <Collapsible
        items={order.lines}
        limit={3}
        label={(count) => t("more", { count })}
        render={(lines) => (
          <ul class="lines">
            {lines.map((line, index) => (
              <Line key={index} line={line} />
            ))}
          </ul>
        )}
      />
      <footer class="card-foot">
        <span class="muted small">{t("orderedAt", { time: formatTime(order.created_at, config.locale) })}</span>
        <span>
          {t("total")} <strong class="price">{formatMoney(order.total_fen)}</strong>
        </span>
      </footer>
    </section>
  );
}

function Row({ order, canSelect }: { order: Order; canSelect: boolean }) {
  const store = useStore();
  const { t, config } = store;
  const pieces = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  const { payload } = order;
  return (
    <li class="order-row">
      <div class="order-row-text">
        <span class="block">{order.lines[0]?.name ?? order.number}</span>
        <span class="muted small block">
          {order.lines.length > 1 && <>{t("andMore", { count: pieces })} · </>}
          {formatMoney(order.total_fen)} · {formatDate(order.created_at, config.locale)}
        </span>
        <span class="small block">
          <StateChip state={order.state} label={order.state_label} /> <span class="muted">{order.number}</span>
        </span>
      </div>
      {payload && (
        <button
          type="button"
          class="button small-button"
          disabled={!canSelect}
          aria-label={`${t("select")} ${t("order")} ${order.number}`}
          onClick={() => store.pressButton(`${t("order")} ${order.number}`, payload)}
        >
          {t("select")}
        </button>
      )}
    </li>
  );
}

export function OrderListCardView({ orders, canSelect }: { orders: Order[]; canSelect: boolean }) {
  const { t } = useStore();
  return (
    <section class="card">
      <Collapsible
        items={orders}
        limit={4}
        label={(count) => t("more", { count })}
        render={(shown) => (
          <ul class="order-rows">
            {shown.map((order) => (
              <Row key={order.number} order={order} canSelect={canSelect} />
            ))}
          </ul>
        )}
      />
    </section>
  );
}
