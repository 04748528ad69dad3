import { Button, Input, Popover } from "antd";
import { useState } from "react";
import { PHRASES } from "../model/phrases.ts";

interface Props {
  isDisabled: boolean;
  onPick(phrase: string): void;
}

/** 常用语: a click puts the phrase where the cursor is. */
export function QuickPhrases({ isDisabled, onPick }: Props) {
  const [isOpen, setOpen] = useState(false);
  const pick = (phrase: string) => {
    setOpen(false);
    onPick(phrase);
  };
  return (
    <Popover
      trigger="click"
      placement="topLeft"
      open={isOpen && !isDisabled}
      onOpenChange={setOpen}
      content={<PhraseList onPick={pick} />}
      destroyOnHidden
    >
      <Button size="small" disabled={isDisabled} aria-haspopup="dialog">
        常用语
      </Button>
    </Popover>
  );
}

function PhraseList({ onPick }: Pick<Props, "onPick">) {
  const [word, setWord] = useState("");
  const groups = PHRASES.map(({ title, phrases }) => ({
    title,
    phrases: phrases.filter((phrase) => phrase.includes(word.trim())),
  })).filter((group) => group.phrases.length > 0);
  return (
    <div className="phrases">
      <Input
        size="small"
        allowClear
        autoFocus
        placeholder="查找常用语"
        aria-label="查找常用语"
        onChange={(event) => setWord(event.target.value)}
      />
      {groups.length === 0 && <p className="muted">没有符合的常用语</p>}
      {groups.map((group) => (
        <section key={group.title} aria-label={group.title}>
          <h4>{group.title}</h4>
          {group.phrases.map((phrase) => (
            <button type="button" key={phrase} onClick={() => onPick(phrase)}>
              {phrase}
            </button>
          ))}
        </section>
      ))}
    </div>
  );
}
