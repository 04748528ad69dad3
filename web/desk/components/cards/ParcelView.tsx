import { Button } from "antd";
import { useState } from "react";
import { formatDate, formatTime } from "../../../shared/format.ts";
import type { Parcel } from "../../../shared/protocol.ts";

const FIRST_EVENTS = 2;

/** A parcel with its newest track events; the rest on request. */
export function ParcelView({ parcel }: { parcel: Parcel }) {
  const [isWhole, setWhole] = useState(false);
  const hidden = parcel.events.length - FIRST_EVENTS;
  const events = isWhole ? parcel.events : parcel.events.slice(0, FIRST_EVENTS);
  return (
    <div className="card">
      <p className="card-head">
        <span>
          {parcel.carrier} <span className="mono">{parcel.tracking_number}</span>
        </span>
        <strong>{parcel.state_label}</strong>
      </p>
      {parcel.promised_at && <p className="muted">预计 {formatDate(parcel.promised_at)} 前送达</p>}
      <ol className="track">
        {events.map((event) => (
          <li key={`${event.at}${event.text}`}>
            <time dateTime={event.at}>{formatTime(event.at)}</time>
            <span>
              {event.place && <b>{event.place} </b>}
              {event.text}
            </span>
          </li>
        ))}
      </ol>
      {hidden > 0 && (
        <Button type="link" size="small" onClick={() => setWhole(!isWhole)}>
          {isWhole ? "收起轨迹" : `展开其余 ${hidden} 条轨迹`}
        </Button>
      )}
    </div>
  );
}
