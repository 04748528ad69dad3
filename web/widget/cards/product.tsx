import { formatPriceRange } from "../../shared/format.ts";
import type { ProductSummary } from "../../shared/protocol.ts";
import { useStore } from "../context.ts";
import { BagIcon } from "../icons.tsx";
import { safeUrl } from "../rich_text.tsx";
import { Collapsible } from "./common.tsx";

const LOW_STOCK = 10;

function Product({ product }: { product: ProductSummary }) {
  const { t, config } = useStore();
  const url = safeUrl(product.url, config.gateway);
  const image = safeUrl(product.image, config.gateway);
  const stock =
    product.stock <= 0
      ? t("outOfStock")
      : product.stock <= LOW_STOCK
        ? t("lowStock", { count: product.stock })
        : t("inStock");
  const isElsewhere = url !== null && new URL(url).origin !== location.origin;
  return (
    <div class="product">
      <span class="thumb">{image ? <img src={image} alt="" width="64" height="64" /> : <BagIcon size={28} />}</span>
      <div class="product-text">
        <span class="block">{product.name}</span>
        <span class="block">
          <strong class="price">{formatPriceRange(product.price_fen, product.max_price_fen)}</strong>{" "}
          <span class={product.stock <= 0 ? "small warn-text" : "small muted"}>{stock}</span>
        </span>
        {url && (
          <a
            class="small"
            href={url}
            aria-label={`${t("detail")} ${product.name}`}
            {...(isElsewhere ? { target: "_blank", rel: "noopener noreferrer" } : {})}
          >
            {t("detail")}
          </a>
        )}
      </div>
    </div>
  );
}

export function ProductsCardView({ products }: { products: ProductSummary[] }) {
  const { t } = useStore();
  return (
    <section class="card">
      <Collapsible
        items={products}
        limit={3}
        label={(count) => t("more", { count })}
        render={(shown) => (
          <ul class="products">
            {shown.map((product) => (
              <li key={product.id}>
                <Product product={product} />
              </li>
            ))}
          </ul>
        )}
      />
    </section>
  );
}
