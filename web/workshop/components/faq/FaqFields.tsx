import { Form, Input, Select } from "antd";
import { topicsOf } from "../../model/intents.ts";
import { useWorkshop } from "../../WorkshopContext.ts";
import { IntentSelect } from "../IntentSelect.tsx";

const LINE_BREAKS = ["\n"];
const COMMAS = [",", "，", "、", "\n"];

export function FaqFields() {
  const { intents } = useWorkshop();
  return (
    <>
      <Form.Item
        name="question"
        label="标准问"
        rules={[{ required: true, whitespace: true, message: "请填写顾客会问的一句话" }]}
      >
        <Input maxLength={200} showCount placeholder="例如：退货运费由谁承担？" />
      </Form.Item>
      <Form.Item name="similar" label="相似问" extra="顾客的其他问法，每输入一句按 Enter；写得越像真实说法，命中越准。">
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={LINE_BREAKS} className="similar" />
      </Form.Item>
      <Form.Item
        name="answer"
        label="答案"
        rules={[{ required: true, whitespace: true, message: "请填写答案" }]}
        extra="请用敬语，把话说全；顾客看到的就是这段文字。"
      >
        <Input.TextArea className="growing" rows={5} maxLength={4000} showCount />
      </Form.Item>
      <div className="field-pair">
        <Form.Item name="topic" label="主题" rules={[{ required: true, message: "请选择主题" }]}>
          <Select options={topicsOf(intents)} />
        </Form.Item>
        <Form.Item name="intent" label="默认回答的意图" extra="识别为这个意图时，直接用本条回答。">
          <IntentSelect placeholder="不指定" />
        </Form.Item>
      </div>
      <div className="field-pair">
        <Form.Item name="tags" label="标签">
          <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={COMMAS} />
        </Form.Item>
        <Form.Item name="products" label="适用商品" extra="商品编号或类目，留空表示全部商品。">
          <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={COMMAS} />
        </Form.Item>
      </div>
      <div className="field-pair">
        <Form.Item name="from" label="生效日期">
          <Input type="date" />
        </Form.Item>
        <Form.Item
          name="until"
          label="失效日期"
          dependencies={["from"]}
          rules={[
            ({ getFieldValue }) => ({
              validator: (_, until: string) =>
                until && String(getFieldValue("from")) > until
                  ? Promise.reject(new Error("失效日期不能早于生效日期"))
                  : Promise.resolve(),
            }),
          ]}
        >
          <Input type="date" />
        </Form.Item>
      </div>
    </>
  );
}
