import { lazy, Suspense } from "react";
import { Api } from "../staff/api.ts";
import { DESK_ROLES } from "../staff/labels.ts";
import { Session } from "../staff/session.ts";
import { SessionGate } from "../staff/SessionGate.tsx";
import { mount } from "../staff/StaffApp.tsx";

const DeskPage = lazy(() => import("./components/DeskPage.tsx"));

const api = new Api();
const session = new Session(api);

mount(
  <SessionGate session={session} title="坐席工作台" subtitle="接待需要人工帮助的顾客" roles={DESK_ROLES}>
    {(agent) => (
      <Suspense fallback={null}>
        <DeskPage api={api} session={session} agent={agent} />
      </Suspense>
    )}
  </SessionGate>,
);
