import { formatTime } from "../../shared/format.ts";
import type { Message } from "../../shared/protocol.ts";
import { CardView } from "./cards/CardView.tsx";

const PAUSE_MS = 5 * 60 * 1000;

interface Props {
  message: Message;
  previous: Message | undefined;
  isFocused: boolean;
}

/** One message of the log, with the time above it after a pause. */
export function MessageRow({ message, previous, isFocused }: Props) {
  const isAfterPause = !previous || Date.parse(message.created_at) - Date.parse(previous.created_at) > PAUSE_MS;
  return (
    <>
      {isAfterPause && <p className="time-line">{formatTime(message.created_at)}</p>}
      {message.author === "system" ? (
        <p className="system-line" data-seq={message.seq}>
          {message.body.text}
        </p>
      ) : (
        <Bubble message={message} isFocused={isFocused} />
      )}
    </>
  );
}

function authorName(message: Message): string {
  if (message.author === "shopper") return "顾客";
  return message.author === "bot" ? "机器人" : (message.agent_name ?? "客服");
}

function Bubble({ message, isFocused }: Omit<Props, "previous">) {
  const { body, author, seq } = message;
  return (
    <article className={`bubble-row ${author} ${isFocused ? "focused" : ""}`} data-seq={seq}>
      <p className="bubble-meta">
        {authorName(message)} <time dateTime={message.created_at}>{formatTime(message.created_at)}</time>
      </p>
      <div className="bubble">
        {body.text && <p className="bubble-text">{body.text}</p>}
        {body.image_url && (
          <a href={body.image_url} target="_blank" rel="noreferrer" title="在新窗口查看原图">
            <img src={body.image_url} alt={`${authorName(message)}发送的图片`} loading="lazy" />
          </a>
        )}
        {body.card && author !== "shopper" && <CardView card={body.card} />}
        {body.buttons.length > 0 && (
          <ul className="offered" aria-label="提供给顾客的选项">
            {body.buttons.map((button) => (
              <li key={button.title}>{button.title}</li>
            ))}
          </ul>
        )}
      </div>
    </article>
  );
}
