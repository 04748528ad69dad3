import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { describeError } from "./api.ts";
import type { Session } from "./session.ts";

interface Credentials {
  username: string;
  password: string;
}

interface Props {
  session: Session;
  /** The name that is filled in, when the same person comes back. */
  username?: string;
}

export function LoginForm({ session, username = "" }: Props) {
  const [error, setError] = useState("");
  const [isBusy, setBusy] = useState(false);

  const submit = async (values: Credentials) => {
    setBusy(true);
    setError("");
    try {
      await session.logIn(values.username.trim(), values.password);
    } catch (reason) {
      setError(describeError(reason));
      setBusy(false);
    }
  };

  return (
    <Form<Credentials>
      layout="vertical"
      requiredMark={false}
      initialValues={{ username }}
      onFinish={(values) => void submit(values)}
    >
      {error && <Alert type="error" showIcon title={error} className="login-error" />}
      <Form.Item name="username" label="用户名" rules={[{ required: true, whitespace: true, message: "请输入用户名" }]}>
        <Input size="large" autoComplete="username" autoFocus={!username} />
      </Form.Item>
      <Form.Item name="password" label="密码" rules={[{ required: true, message: "请输入密码" }]}>
        <Input.Password size="large" autoComplete="current-password" autoFocus={Boolean(username)} />
      </Form.Item>
      <Button type="primary" htmlType="submit" size="large" block loading={isBusy}>
        登录
      </Button>
    </Form>
  );
}
