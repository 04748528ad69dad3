import { Progress, Tag } from "antd";
import type { TryResponse } from "../../../shared/protocol.ts";
import { entityLabel, formatPercent, outcomeOf } from "../../model/labels.ts";
import { AddExample } from "./AddExample.tsx";

interface Props {
  text: string;
  answer: TryResponse;
}

export function TryResult({ text, answer }: Props) {
  const outcome = outcomeOf(answer.outcome);
  return (
    <div className="try-result">
      <p className="try-intent">
        <strong>{answer.intent_label}</strong> <code>{answer.intent}</code>
        <Tag color={outcome.color}>{answer.outcome_label || outcome.label}</Tag>
      </p>
      <Progress
        percent={Math.round(answer.confidence * 100)}
        status="normal"
        aria-label={`置信度 ${formatPercent(answer.confidence)}`}
      />
      <Ranking ranking={answer.ranking} />
      <Entities entities={answer.entities} />
      <FaqHits faqs={answer.faqs} />
      {answer.replies.length > 0 && (
        <section>
          <h3>机器人会这样回答</h3>
          {answer.replies.map((reply, index) => (
            <p key={`${index}${reply.text}`} className="try-reply">
              {reply.text}
            </p>
          ))}
        </section>
      )}
      <AddExample text={text} />
    </div>
  );
}

function Ranking({ ranking }: Pick<TryResponse, "ranking">) {
  return (
    <section>
      <h3>最可能的意图</h3>
      <ol className="ranking">
        {ranking.slice(0, 5).map(([name, label, confidence]) => (
          <li key={name}>
            <span title={name}>{label}</span>
            <meter min={0} max={1} value={confidence} aria-hidden />
            <span className="mono">{formatPercent(confidence)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Entities({ entities }: Pick<TryResponse, "entities">) {
  if (entities.length === 0) return null;
  return (
    <section>
      <h3>实体</h3>
      {entities.map((entity, index) => (
        <Tag key={`${index}${entity.type}`}>
          {entityLabel(entity.type)}：{entity.value}
        </Tag>
      ))}
    </section>
  );
}

function FaqHits({ faqs }: Pick<TryResponse, "faqs">) {
  return (
    <section>
      <h3>知识库命中</h3>
      {faqs.length === 0 && <p className="muted">没有接近的 FAQ，可以新建一条。</p>}
      <ol className="faq-hits">
        {faqs.map((faq) => (
          <li key={faq.id}>
            <span>{faq.question}</span>
            <span className="mono muted">{faq.score.toFixed(2)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
