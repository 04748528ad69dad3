import { Empty } from "antd";
import { useEffect, useRef } from "react";
import type { Order, Parcel } from "../../shared/protocol.ts";
import { useDeskState } from "../DeskContext.ts";
import { OrderView } from "./cards/OrderView.tsx";
import { ParcelView } from "./cards/ParcelView.tsx";

/** Orders with their parcels; the one that a summary line points at is marked. */
export function OrderList({ orders, parcels }: { orders: readonly Order[]; parcels: readonly Parcel[] }) {
  const focus = useDeskState((state) => state.focus);
  const list = useRef<HTMLUListElement>(null);
  const wanted = focus?.source.kind === "field" ? focus.source.ref : null;
  useEffect(() => {
    if (focus?.source.kind === "field") list.current?.querySelector(".focused")?.scrollIntoView({ block: "nearest" });
  }, [focus]);

  if (orders.length === 0) {
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="没有可以显示的订单" />;
  }
  return (
    <ul className="orders" ref={list}>
      {orders.map((order) => {
        const own = parcels.filter((parcel) => parcel.order_number === order.number);
        const isWanted = wanted === order.number || own.some((parcel) => parcel.tracking_number === wanted);
        return (
          <li key={order.number} className={isWanted ? "focused" : ""}>
            <OrderView order={order} />
            {own.map((parcel) => (
              <ParcelView key={parcel.tracking_number} parcel={parcel} />
            ))}
          </li>
        );
      })}
    </ul>
  );
}
