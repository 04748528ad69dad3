"use strict";

// Choosing a variant shows its price and stock.
const product = document.querySelector("[data-skus]");
if (product) {
  const skus = JSON.parse(product.dataset.skus);
  const form = product.querySelector(".options");
  const choose = () => {
    const chosen = Object.fromEntries(new FormData(form));
    const fits = (sku) => Object.entries(chosen).every(([name, value]) => sku.attributes[name] === value);
    const isComplete = (sku) => Object.keys(sku.attributes).length === Object.keys(chosen).length;
    const sku = skus.find((candidate) => fits(candidate) && isComplete(candidate));
    if (!sku) return;
    product.querySelector("[data-price]").textContent = sku.price;
    const stock = product.querySelector("[data-stock]");
    stock.textContent = sku.label;
    stock.classList.toggle("low", sku.stock <= 10);
  };
  form.addEventListener("change", choose);
}

const toast = document.querySelector(".toast");
let toastTimer;
function say(text) {
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (toast.hidden = true), 4000);
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-open-chat], [data-demo-only]");
  if (!target) return;
  if (target.hasAttribute("data-demo-only")) {
    say("这里是演示商城，不支持真实下单。可以点“咨询客服”体验小二的服务。");
  } else if (window.XiaoerWidget) {
    if (target.dataset.order) window.XiaoerWidget.setPage({ orderNumber: target.dataset.order });
    window.XiaoerWidget.open();
  } else {
    say("客服窗口还没有准备好，请稍后再试。");
  }
});

// The widget asks for a log-in: come back to this page afterwards.
window.addEventListener("xiaoer:login", (event) => {
  event.preventDefault();
  location.assign(`/shop/login?next=${encodeURIComponent(location.pathname + location.search)}`);
});
