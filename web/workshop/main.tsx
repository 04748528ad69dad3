import { lazy, Suspense } from "react";
import { Api } from "../staff/api.ts";
import { WORKSHOP_ROLES } from "../staff/labels.ts";
import { Session } from "../staff/session.ts";
import { SessionGate } from "../staff/SessionGate.tsx";
import { mount } from "../staff/StaffApp.tsx";

const WorkshopPage = lazy(() => import("./components/WorkshopPage.tsx"));

const api = new Api();
const session = new Session(api);

mount(
  <SessionGate session={session} title="训练师工作间" subtitle="维护知识、语料和模型" roles={WORKSHOP_ROLES}>
    {(agent) => (
      <Suspense fallback={null}>
        <WorkshopPage api={api} session={session} agent={agent} />
      </Suspense>
    )}
  </SessionGate>,
);
