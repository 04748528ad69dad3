import { App as AntApp, ConfigProvider } from "antd";
import zhCN from "antd/locale/zh_CN";
import { StrictMode, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { ErrorBoundary } from "./ErrorBoundary.tsx";
import { readNonce, spreadNonce } from "./nonce.ts";
import "./staff.css";
import { theme } from "./theme.ts";

/** Language, colours, style nonce and message boxes for everything inside. */
export function StaffApp({ nonce, children }: { nonce?: string | undefined; children: ReactNode }) {
  return (
    <ConfigProvider
      locale={zhCN}
      theme={theme}
      button={{ autoInsertSpace: false }}
      {...(nonce ? { csp: { nonce } } : {})}
    >
      <AntApp className="staff-app">{children}</AntApp>
    </ConfigProvider>
  );
}

/** Shows the page in `#root`. */
export function mount(page: ReactNode): void {
  const root = document.getElementById("root");
  if (!root) throw new Error("the page has no #root");
  const nonce = readNonce();
  if (nonce) spreadNonce(nonce);
  createRoot(root).render(
    <StrictMode>
      <StaffApp nonce={nonce}>
        <ErrorBoundary>{page}</ErrorBoundary>
      </StaffApp>
    </StrictMode>,
  );
}
