import { Alert, App, Button, Form, Input } from "antd";
import { useState } from "react";
import { describeError } from "../../../staff/api.ts";
import { useWorkshop } from "../../WorkshopContext.ts";
import { IntentSelect } from "../IntentSelect.tsx";

interface Values {
  intent: string;
  texts: string;
}

interface Refused {
  line: string;
  reason: string;
}

/** Adds sentences, one per line; those that could not be added stay in the field, each with its reason. */
export function ExampleForm({ onAdded }: { onAdded(): void }) {
  const { api } = useWorkshop();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const [isBusy, setBusy] = useState(false);
  const [refused, setRefused] = useState<readonly Refused[]>([]);

  const submit = async ({ intent, texts }: Values) => {
    setBusy(true);
    const lines = [...new Set(texts.split("\n").map((line) => line.trim()).filter(Boolean))];
    const problems: Refused[] = [];
    for (const line of lines) {
      try {
        await api.addExample(intent, line);
      } catch (error) {
        problems.push({ line, reason: describeError(error) });
      }
    }
    form.setFieldValue("texts", problems.map(({ line }) => line).join("\n"));
    setRefused(problems);
    const added = lines.length - problems.length;
    if (added) {
      void message.success(`已加入 ${added} 句，下次训练后生效`);
      onAdded();
    }
    setBusy(false);
  };

  return (
    <Form<Values>
      form={form}
      layout="vertical"
      className="example-form"
      onFinish={(values) => void submit(values)}
      onValuesChange={() => setRefused([])}
    >
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
      {refused.length > 0 && (
        <Alert
          type="warning"
          showIcon
          className="example-refused"
          title={`${refused.length} 句没有加入，还留在上面`}
          description={
            <ul>
              {refused.map(({ line, reason }) => (
                <li key={line}>
                  “{line}”：{reason}
                </li>
              ))}
            </ul>
          }
        />
      )}
    </Form>
  );
}
