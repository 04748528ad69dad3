import type { Card, CompareCard } from "../../shared/protocol.ts";
import { useStore } from "../context.ts";
import { CouponsCardView } from "./coupons.tsx";
import { OrderCardView, OrderListCardView } from "./order.tsx";
import { ParcelCardView } from "./parcel.tsx";
import { ProductsCardView } from "./product.tsx";

function CompareCardView({ card }: { card: CompareCard }) {
  const { t } = useStore();
  return (
    <section class="card scroll" tabIndex={0} role="region" aria-label={t("compare")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("attribute")}</th>
            {card.names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {card.rows.map(([attribute, ...values], index) => (
            <tr key={index}>
              <th scope="row">{attribute}</th>
              {values.map((value, column) => (
                <td key={column}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function LoginCardView() {
  const store = useStore();
  const { t } = store;
  return (
    <section class="card">
      <p class="small muted">{t("loginHint")}</p>
      <button type="button" class="button wide" onClick={() => store.requestLogin()}>
        {t("login")}
      </button>
      {store.state.notice && (
        <p class="small warn-text" role="alert">
          {store.state.notice}
        </p>
      )}
    </section>
  );
}

/** A card, or nothing when the widget does not know it: the message's text is complete in itself. */
export function CardView({ card, canSelect }: { card: Card; canSelect: boolean }) {
  switch (card.type) {
    case "order":
      return <OrderCardView order={card} />;
    case "order_list":
      return <OrderListCardView orders={card.orders} canSelect={canSelect} />;
    case "parcel":
      return <ParcelCardView parcel={card} />;
    case "product":
      return <ProductsCardView products={[card]} />;
    case "product_list":
      return <ProductsCardView products={card.products} />;
    case "coupons":
      return <CouponsCardView coupons={card.coupons} />;
    case "compare":
      return <CompareCardView card={card} />;
    case "login":
      return <LoginCardView />;
    default:
      return null;
  }
}
