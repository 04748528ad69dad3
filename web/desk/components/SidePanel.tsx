import { Tabs } from "antd";
import { useEffect, useState } from "react";
import type { SummarySource } from "../../shared/protocol.ts";
import { useDeskState, useView } from "../DeskContext.ts";
import { AftersaleList } from "./AftersaleList.tsx";
import { CustomerCard } from "./CustomerCard.tsx";
import { OrderList } from "./OrderList.tsx";
import { SummarySheet } from "./SummarySheet.tsx";

const PANELS: Record<string, string> = {
  order: "orders",
  shipment: "orders",
  aftersale: "aftersales",
};

/** Where a field that the summary names is shown; undefined: the customer's data is always in sight. */
function panelOf(source: SummarySource): string | undefined {
  return source.kind === "field" ? PANELS[source.name.split(".")[0] ?? ""] : undefined;
}

/** Who it is, what it is about, and what they bought. */
export function SidePanel({ id }: { id: string }) {
  const detail = useView(id)?.detail;
  const focus = useDeskState((state) => state.focus);
  const [tab, setTab] = useState("summary");
  useEffect(() => {
    if (focus) setTab((shown) => panelOf(focus.source) ?? shown);
  }, [focus]);

  if (!detail) return <aside className="side" aria-label="顾客资料" />;
  const items = [
    { key: "summary", label: "转接摘要", children: <SummarySheet summary={detail.summary} handoff={detail.handoff} /> },
    {
      key: "orders",
      label: `订单 ${detail.orders.length}`,
      children: <OrderList orders={detail.orders} parcels={detail.shipments} />,
    },
    {
      key: "aftersales",
      label: `售后 ${detail.aftersales.length}`,
      children: <AftersaleList aftersales={detail.aftersales} />,
    },
  ];
  return (
    <aside className="side" aria-label="顾客资料">
      <CustomerCard customer={detail.customer} />
      <Tabs activeKey={tab} onChange={setTab} items={items} size="small" className="side-tabs" />
    </aside>
  );
}
