import { formatDate, formatMoney } from "../../shared/format.ts";
import type { Coupon } from "../../shared/protocol.ts";
import { useStore } from "../context.ts";
import { Collapsible } from "./common.tsx";

function Ticket({ coupon }: { coupon: Coupon }) {
  const { t, config } = useStore();
  const isUsable = coupon.state === "unused";
  const amount = formatMoney(coupon.threshold_fen, { short: true }).slice(1);
  return (
    <li class={isUsable ? "coupon" : "coupon spent"}>
      <span class="coupon-value">
        {formatMoney(coupon.value_fen, { short: true })}
        <span class="small block">
          {coupon.threshold_fen > 0 ? t("couponThreshold", { amount }) : t("couponFree")}
        </span>
      </span>
      <span class="coupon-text">
        <span class="block">{coupon.title}</span>
        <span class="muted small block">{coupon.scope}</span>
        <span class="muted small block">
          {isUsable
            ? t("couponUntil", { time: formatDate(coupon.expires_at, config.locale) })
            : t(coupon.state === "used" ? "couponUsed" : "couponExpired")}
        </span>
      </span>
    </li>
  );
}

export function CouponsCardView({ coupons }: { coupons: Coupon[] }) {
  const { t } = useStore();
  return (
    <section class="card">
      <Collapsible
        items={coupons}
        limit={3}
        label={(count) => t("more", { count })}
        render={(shown) => (
          <ul class="coupons">
            {shown.map((coupon, index) => (
              <Ticket key={index} coupon={coupon} />
            ))}
          </ul>
        )}
      />
    </section>
  );
}
