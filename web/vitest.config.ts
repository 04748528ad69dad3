import { defineConfig } from "vitest/config";

const common = { environment: "happy-dom" as const, restoreMocks: true };

export default defineConfig({
  test: {
    projects: [
      {
        oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
        test: { ...common, name: "widget", include: ["shared/**/*.test.{ts,tsx}", "widget/**/*.test.{ts,tsx}"] },
      },
      {
        oxc: { jsx: { runtime: "automatic", importSource: "react" } },
        test: { ...common, name: "pages", include: ["{staff,desk,workshop}/**/*.test.{ts,tsx}"] },
      },
    ],
  },
});
