import type { Faq } from "../../../shared/protocol.ts";
import { diffText } from "../../model/diff.ts";
import { toFields } from "../../model/faq_form.ts";
import { useWorkshop } from "../../WorkshopContext.ts";

/** The fields that differ, with what was removed and what was added. */
export function FaqDiff({ before, after }: { before: Faq; after: Faq }) {
  const { intents } = useWorkshop();
  const later = toFields(after, intents);
  const changed = toFields(before, intents)
    .map((field, index) => ({ label: field.label, before: field.text, after: later[index]?.text ?? "" }))
    .filter((field) => field.before !== field.after);
  if (changed.length === 0) return <p className="muted">文字没有变化。</p>;
  return (
    <dl className="diff">
      {changed.map((field) => (
        <div key={field.label}>
          <dt>{field.label}</dt>
          <dd>
            <DiffText before={field.before} after={field.after} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function DiffText({ before, after }: { before: string; after: string }) {
  return diffText(before, after).map(({ kind, text }, index) => {
    const key = `${index}${kind}`;
    if (kind === "same") return <span key={key}>{text}</span>;
    return kind === "added" ? <ins key={key}>{text}</ins> : <del key={key}>{text}</del>;
  });
}
