import { App, Button, Form, Input } from "antd";
import { describeError } from "../../../staff/api.ts";
import { useState } from "react";
import { useWorkshop } from "../../WorkshopContext.ts";
import { IntentSelect } from "../IntentSelect.tsx";

interface Values {
  intent: string;
  texts: string;
}

/** Adds sentences, one per line; those that could not be added stay in the field. */
export function ExampleForm({ onAdded }: { onAdded(): void }) {
  const { api } = useWorkshop();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const [isBusy, setBusy] = useState(false);

  const submit = async ({ intent, texts }: Values) => {
    setBusy(true);
    const lines = [...new Set(texts.split("\n").map((line) => line.trim()).filter(Boolean))];
    const refused: string[] = [];
    let reason = "";
    for (const line of lines) {
      try {
        await api.addExample(intent, line);
      } catch (error) {
        refused.push(line);
        reason = describeError(error);
      }
    }
    form.setFieldValue("texts", refused.join("\n"));
    if (refused.length) void message.warning(`${refused.length} 句没有加入：${reason}`, 6);
    else void message.success(`已加入 ${lines.length} 句，下次训练后生效`);
    if (refused.length < lines.length) onAdded();
    setBusy(false);
  };

  return (
    <Form<Values> form={form} layout="vertical" className="example-form" onFinish={(values) => void submit(values)}>
      <Form.Item name="intent" label="意图" rules={[{ required: true, message: "请选择意图" }]}>
        <IntentSelect />
      </Form.Item>
      <Form.Item
        name="texts"
        label="句子（每行一句）"
        className="example-texts"
        rules={[{ required: true, whitespace: true, message: "请写下顾客会说的话" }]}
      >
        <Input.TextArea className="growing" rows={2} placeholder="像顾客那样说，例如：我那个快递咋还不动" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={isBusy}>
        添加
      </Button>
    </Form>
  );
}
