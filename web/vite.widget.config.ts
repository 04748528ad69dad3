import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const web = fileURLToPath(new URL(".", import.meta.url));
const BUDGET_BYTES = 25 * 1024;

/** Prints what a shopper downloads and fails the build when it passes the budget. */
function sizeBudget(): Plugin {
  return {
    name: "xiaoer-size-budget",
    writeBundle() {
      const size = gzipSync(readFileSync(`${web}dist/widget.js`), { level: 9 }).length;
      const line = `widget.js: ${(size / 1024).toFixed(1)} KB gzip (budget ${BUDGET_BYTES / 1024} KB)`;
      if (size > BUDGET_BYTES) throw new Error(line);
      console.log(line);
    },
  };
}

export default defineConfig({
  root: `${web}widget`,
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
  plugins: [sizeBudget()],
  build: {
    lib: { entry: `${web}widget/main.tsx`, formats: ["iife"], name: "XiaoerWidgetBundle", fileName: () => "widget.js" },
    outDir: `${web}dist`,
    emptyOutDir: false,
    target: "es2022",
    reportCompressedSize: false,
  },
});
