import { App, type FormInstance } from "antd";
import { useState } from "react";
import type { Faq } from "../../../shared/protocol.ts";
import { describeError, isStatus } from "../../../staff/api.ts";
import { type FaqForm, fromForm, toForm } from "../../model/faq_form.ts";
import { useWorkshop } from "../../WorkshopContext.ts";

export interface FaqEditor {
  faq: Faq | null;
  isBusy: boolean;
  /** What somebody else has saved meanwhile; null when there is no conflict. */
  newest: Faq | null;
  save(): Promise<void>;
  publish(): Promise<void>;
  archive(): Promise<void>;
  restore(version: number): Promise<void>;
  loadNewest(): void;
  keepMine(): void;
}

interface Hooks {
  onChanged(): void;
  /** What is in the form is what is stored. */
  onSettled(): void;
}

/** Saves what is in the form, and notices when somebody else was faster. */
export function useFaqEditor(opened: Faq | null, form: FormInstance<FaqForm>, hooks: Hooks): FaqEditor {
  const { api } = useWorkshop();
  const { message } = App.useApp();
  const [faq, setFaq] = useState(opened);
  const [newest, setNewest] = useState<Faq | null>(null);
  const [isBusy, setBusy] = useState(false);

  const show = (next: Faq) => {
    setFaq(next);
    setNewest(null);
    form.setFieldsValue(toForm(next));
    hooks.onSettled();
  };
  const store = async (): Promise<Faq> => {
    const content = fromForm(await form.validateFields());
    return faq ? api.saveFaq(faq.id, faq.version, content) : api.createFaq(content);
  };
  const findNewest = async (): Promise<boolean> => {
    const versions = faq ? await api.versions(faq.id).catch(() => []) : [];
    setNewest(versions[0] ?? null);
    return versions.length > 0;
  };
  const run = async (work: () => Promise<Faq>, done: string) => {
    setBusy(true);
    try {
      show(await work());
      void message.success(done);
      hooks.onChanged();
    } catch (error) {
      const isStale = isStatus(error, 409) && (await findNewest());
      // antd rejects with a plain object when a field is not valid: the field says so itself
      if (!isStale && error instanceof Error) void message.error(describeError(error));
    }
    setBusy(false);
  };
  const saveIfChanged = async () => (faq && !form.isFieldsTouched() ? faq : store());

  return {
    faq,
    isBusy,
    newest,
    save: () => run(store, "草稿已保存"),
    publish: () =>
      run(async () => {
        const saved = await saveIfChanged();
        setFaq(saved);
        return api.publishFaq(saved.id, saved.version);
      }, "已发布，顾客现在就能看到"),
    archive: async () => {
      if (faq) await run(() => api.archiveFaq(faq.id, faq.version), "已归档，不再用于回答");
    },
    restore: async (version) => {
      if (faq) await run(() => api.restoreFaq(faq.id, version), "已恢复为新的草稿，发布后生效");
    },
    loadNewest: () => newest && show(newest),
    keepMine: () => {
      setFaq(newest);
      setNewest(null);
    },
  };
}
