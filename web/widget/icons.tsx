import type { ComponentChildren } from "preact";

function Icon({ children, size = 20 }: { children: ComponentChildren; size?: number }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const ChatIcon = ({ size = 26 }: { size?: number }) => (
  <Icon size={size}>
    <path d="M4 11.5a8 7.5 0 1 1 3.6 6.3L4 19l1-3.4a7 7 0 0 1-1-4.1Z" />
    <path d="M8.6 11.6h.01M12 11.6h.01M15.4 11.6h.01" stroke-width="2.6" />
  </Icon>
);
export const MinimiseIcon = () => (
  <Icon>
    <path d="m6 9 6 6 6-6" />
  </Icon>
);
export const EndIcon = () => (
  <Icon>
    <path d="M12 4v8M7.5 6.5a7 7 0 1 0 9 0" />
  </Icon>
);
export const SendIcon = () => (
  <Icon>
    <path d="M12 19V5M6 11l6-6 6 6" stroke-width="2.2" />
  </Icon>
);
export const HeadsetIcon = ({ size = 20 }: { size?: number }) => (
  <Icon size={size}>
    <path d="M5 14v-2a7 7 0 0 1 14 0v2" />
    <path d="M5 13h2v6H5zM17 13h2v6h-2zM18 19c-1 1.6-3 2-5 2" />
  </Icon>
);
export const BotIcon = ({ size = 20 }: { size?: number }) => (
  <Icon size={size}>
    <rect x="5" y="8" width="14" height="11" rx="3" />
    <path d="M12 8V5M9 13v1M15 13v1M3 12v3M21 12v3" />
  </Icon>
);
export const ChevronIcon = ({ up = false }: { up?: boolean }) => (
  <Icon size={14}>
    <path d={up ? "m6 15 6-6 6 6" : "m6 9 6 6 6-6"} />
  </Icon>
);
export const ParcelIcon = () => (
  <Icon size={18}>
    <path d="m12 3 8 4.2v9.6L12 21l-8-4.2V7.2L12 3Z" />
    <path d="m4 7.2 8 4.3 8-4.3M12 11.5V21M8 5.2l8 4.2" />
  </Icon>
);
export const BagIcon = ({ size = 18 }: { size?: number }) => (
  <Icon size={size}>
    <path d="M6 8h12l1 12H5L6 8Z" />
    <path d="M9 10.5V7a3 3 0 0 1 6 0v3.5" />
  </Icon>
);
export const StarIcon = ({ filled }: { filled: boolean }) => (
  <svg viewBox="0 0 24 24" width="30" height="30" aria-hidden="true" class={filled ? "star on" : "star"}>
    <path d="m12 3.2 2.7 5.6 6.1.8-4.5 4.3 1.1 6.1L12 17l-5.4 3 1.1-6.1-4.5-4.3 6.1-.8L12 3.2Z" />
  </svg>
);
