import { formatDate, formatMoney, formatPriceRange } from "../../../shared/format.ts";
import type { Card, Coupon, ProductSummary } from "../../../shared/protocol.ts";
import { OrderView } from "./OrderView.tsx";
import { ParcelView } from "./ParcelView.tsx";

/** A card as the shopper saw it, made compact. */
export function CardView({ card }: { card: Card }) {
  switch (card.type) {
    case "order":
      return <OrderView order={card} />;
    case "order_list":
      return card.orders.map((order) => <OrderView key={order.number} order={order} />);
    case "parcel":
      return <ParcelView parcel={card} />;
    case "product":
      return <ProductLine product={card} />;
    case "product_list":
      return card.products.map((product) => <ProductLine key={product.id} product={product} />);
    case "coupons":
      return card.coupons.map((coupon) => <CouponLine key={`${coupon.title}${coupon.expires_at}`} coupon={coupon} />);
    case "compare":
      return <CompareTable names={card.names} rows={card.rows} />;
    case "login":
      return <p className="card-note">已向顾客展示“登录”按钮</p>;
    default:
      return null;
  }
}

function ProductLine({ product }: { product: ProductSummary }) {
  return (
    <div className="card card-line">
      <a href={product.url} target="_blank" rel="noreferrer">
        {product.name}
      </a>
      <span>{formatPriceRange(product.price_fen, product.max_price_fen)}</span>
      <span className="muted">{product.stock > 0 ? `库存 ${product.stock}` : "暂时缺货"}</span>
    </div>
  );
}

function CouponLine({ coupon }: { coupon: Coupon }) {
  const condition = coupon.threshold_fen ? `满 ${formatMoney(coupon.threshold_fen, { short: true })} 可用` : "无门槛";
  return (
    <div className="card card-line">
      <strong>{formatMoney(coupon.value_fen, { short: true })}</strong>
      <span>{coupon.title}</span>
      <span className="muted">
        {condition} · {formatDate(coupon.expires_at)}到期
      </span>
    </div>
  );
}

function CompareTable({ names, rows }: { names: string[]; rows: string[][] }) {
  return (
    <table className="card compare">
      <thead>
        <tr>
          <th scope="col">对比</th>
          {names.map((name) => (
            <th scope="col" key={name}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([attribute, ...values]) => (
          <tr key={attribute}>
            <th scope="row">{attribute}</th>
            {values.map((value, index) => (
              <td key={names[index]}>{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
