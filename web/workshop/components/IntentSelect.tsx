import { Select } from "antd";
import { useMemo } from "react";
import { groupIntents } from "../model/intents.ts";
import { useWorkshop } from "../WorkshopContext.ts";

interface Props {
  value?: string | undefined;
  onChange?(intent: string | undefined): void;
  id?: string;
  placeholder?: string;
  ariaLabel?: string;
  size?: "small" | "middle";
}

/** All intents by topic; finds them by Chinese label, name or topic. */
export function IntentSelect({ placeholder = "选择意图", ariaLabel = "意图", size = "middle", ...field }: Props) {
  const { intents } = useWorkshop();
  const options = useMemo(() => groupIntents(intents), [intents]);
  return (
    <Select<string | undefined>
      {...field}
      size={size}
      className="intent-select"
      aria-label={ariaLabel}
      placeholder={placeholder}
      allowClear
      showSearch={{
        filterOption: (word, option) => String(option?.search ?? "").includes(word.trim().toLowerCase()),
      }}
      options={options}
      popupMatchSelectWidth={320}
    />
  );
}
