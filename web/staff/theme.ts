import type { ThemeConfig } from "antd";

/** White on the primary colour and grey on white keep a contrast of at least 4.5 : 1 (WCAG AA). */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: "#1d4ed8",
    colorLink: "#1d4ed8",
    colorInfo: "#1d4ed8",
    colorError: "#c81e1e",
    colorSuccess: "#15803d",
    colorSuccessBg: "#ecfdf3",
    colorWarning: "#9a4a06",
    colorWarningBg: "#fffbeb",
    colorWarningBorder: "#fcd34d",
    colorTextSecondary: "#4b5563",
    colorTextTertiary: "#596273",
    colorTextDescription: "#596273",
    colorTextPlaceholder: "#6b7280",
    borderRadius: 6,
    fontFamily: '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif',
  },
  // Table writes “nothing here” in the colour of disabled texts.
  components: { Table: { cellPaddingBlockMD: 10, colorTextDisabled: "#596273" } },
};
