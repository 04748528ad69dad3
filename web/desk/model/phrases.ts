export interface PhraseGroup {
  title: string;
  phrases: readonly string[];
}

/** Phrases for every day, in the shop's polite register (service standards S1). */
export const PHRASES: readonly PhraseGroup[] = [
  {
    title: "开场",
    phrases: [
      "您好，我是人工客服，很高兴为您服务。您的问题我已经看到，请您稍等，我马上为您核实。",
      "您好，让您久等了，非常抱歉。请问还有什么可以帮您？",
    ],
  },
  {
    title: "核实",
    phrases: [
      "请您提供一下订单号，我来为您查询，好吗？",
      "麻烦您拍一张商品问题部位和外包装的照片发给我，我帮您尽快核实处理。",
      "正在为您查询，请您稍等一到两分钟，感谢您的耐心等待。",
    ],
  },
  {
    title: "安抚",
    phrases: [
      "非常理解您的心情，给您带来不好的体验，真的很抱歉。我们会尽快为您处理。",
      "您反映的情况我已经详细记录，会立即为您跟进，请您放心。",
    ],
  },
  {
    title: "处理",
    phrases: [
      "已为您联系快递公司核实，有结果后我会第一时间在这里告知您。",
      "已为您登记售后申请，审核通过后系统会通知您，请您留意消息。",
      "这个问题需要相关部门进一步核实，我会在 24 小时内给您答复，请您放心。",
    ],
  },
  {
    title: "收尾",
    phrases: [
      "请问还有其他可以帮您的吗？",
      "感谢您的咨询，祝您生活愉快！如果方便，请您对本次服务做个评价，谢谢您。",
    ],
  },
];
