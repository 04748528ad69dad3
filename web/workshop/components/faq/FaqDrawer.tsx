import { Drawer, Form, Modal, Tabs } from "antd";
import { useState } from "react";
import type { Faq } from "../../../shared/protocol.ts";
import { EMPTY_FORM, type FaqForm, toForm } from "../../model/faq_form.ts";
import { FaqActions } from "./FaqActions.tsx";
import { FaqFields } from "./FaqFields.tsx";
import { FaqStateTags } from "./FaqStateTags.tsx";
import { FaqVersions } from "./FaqVersions.tsx";
import { StaleNotice } from "./StaleNotice.tsx";
import { useFaqEditor } from "./use_faq_editor.ts";

interface Props {
  /** `null`: a new one. */
  faq: Faq | null;
  onChanged(): void;
  onClose(): void;
}

export function FaqDrawer({ faq: opened, onChanged, onClose }: Props) {
  const [form] = Form.useForm<FaqForm>();
  const [isDirty, setDirty] = useState(false);
  const [modal, modalHolder] = Modal.useModal();
  const editor = useFaqEditor(opened, form, { onChanged, onSettled: () => setDirty(false) });
  const { faq } = editor;

  const close = () => {
    if (!isDirty) return onClose();
    modal.confirm({ title: "放弃未保存的修改？", okText: "放弃修改", cancelText: "继续编辑", onOk: onClose });
  };
  const content = (
    <Form<FaqForm>
      form={form}
      layout="vertical"
      initialValues={faq ? toForm(faq) : EMPTY_FORM}
      onValuesChange={() => setDirty(true)}
    >
      <FaqFields />
    </Form>
  );

  return (
    <Drawer
      open
      size={720}
      onClose={close}
      title={
        faq ? (
          <>
            编辑 FAQ <FaqStateTags faq={faq} />
            <span className="muted faq-version">
              {faq.id} · 第 {faq.version} 版
            </span>
          </>
        ) : (
          "新建 FAQ"
        )
      }
      footer={<FaqActions editor={editor} isDirty={isDirty} />}
    >
      {modalHolder}
      {editor.newest && (
        <StaleNotice newest={editor.newest} onLoad={editor.loadNewest} onKeepMine={editor.keepMine} />
      )}
      {faq ? (
        <Tabs
          items={[
            { key: "content", label: "内容", children: content },
            {
              key: "versions",
              label: "版本历史",
              children: <FaqVersions key={faq.version} faq={faq} onRestore={editor.restore} />,
            },
          ]}
        />
      ) : (
        content
      )}
    </Drawer>
  );
}
