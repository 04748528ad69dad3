import { Card } from "antd";
import { Brand } from "./Brand.tsx";
import { LoginForm } from "./LoginForm.tsx";
import type { Session } from "./session.ts";

export function LoginPage({ session, title, subtitle }: { session: Session; title: string; subtitle: string }) {
  return (
    <main className="login-page">
      <Card className="login-card">
        <Brand />
        <h1>{title}</h1>
        <p className="muted">{subtitle}</p>
        <LoginForm session={session} />
      </Card>
    </main>
  );
}
