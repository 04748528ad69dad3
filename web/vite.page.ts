import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const web = fileURLToPath(new URL(".", import.meta.url));

/** The build of one React page: `web/<name>/index.html` → `web/dist/<name>/`, served by the gateway under `/<name>/`. */
export function pageConfig(name: "desk" | "workshop") {
  return defineConfig({
    root: `${web}${name}`,
    base: `/${name}/`,
    plugins: [react()],
    build: {
      outDir: `${web}dist/${name}`,
      emptyOutDir: true,
      target: "es2022",
      chunkSizeWarningLimit: 1500,
    },
    server: {
      proxy: { "/api": { target: process.env.XIAOER_GATEWAY ?? "http://127.0.0.1:8600", ws: true } },
    },
  });
}
