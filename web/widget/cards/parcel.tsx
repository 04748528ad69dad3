import { formatTime } from "../../shared/format.ts";
import type { Parcel } from "../../shared/protocol.ts";
import { useStore } from "../context.ts";
import { ParcelIcon } from "../icons.tsx";
import { Collapsible, Copyable, StateChip } from "./common.tsx";

const SHOWN_EVENTS = 2;

export function ParcelCardView({ parcel }: { parcel: Parcel }) {
  const { t, config } = useStore();
  const isOnItsWay = !["signed", "returned", "lost"].includes(parcel.state);
  return (
    <section class="card" aria-label={`${t("tracking")} ${parcel.tracking_number}`}>
      <header class="card-head">
        <span class="carrier">
          <ParcelIcon /> {parcel.carrier}
        </span>
        <StateChip state={parcel.state} label={parcel.state_label} />
      </header>
      <p class="small">
        <Copyable label={t("tracking")} value={parcel.tracking_number} />
      </p>
      {parcel.promised_at && isOnItsWay && (
        <p class="small promised">{t("promised", { time: formatTime(parcel.promised_at, config.locale) })}</p>
      )}
      {parcel.events.length === 0 ? (
        <p class="muted small">{t("noEvents")}</p>
      ) : (
        <Collapsible
          items={parcel.events}
          limit={SHOWN_EVENTS}
          label={() => t("allEvents", { count: parcel.events.length })}
          render={(events) => (
            <ol class="timeline">
              {events.map((event, index) => (
                <li key={index}>
                  <span class="block">{event.text}</span>
                  <span class="muted small block">
                    {formatTime(event.at, config.locale)}
                    {event.place && ` · ${event.place}`}
                  </span>
                </li>
              ))}
            </ol>
          )}
        />
      )}
    </section>
  );
}
