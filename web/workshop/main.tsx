import { Api } from "../staff/api.ts";
import { WORKSHOP_ROLES } from "../staff/labels.ts";
import { lazyPage } from "../staff/lazy_page.tsx";
import { Session } from "../staff/session.ts";
import { SessionGate } from "../staff/SessionGate.tsx";
import { mount } from "../staff/StaffApp.tsx";

const WorkshopPage = lazyPage(() => import("./components/WorkshopPage.tsx"));

const api = new Api();
const session = new Session(api);

mount(
  <SessionGate session={session} title="训练师工作间" subtitle="维护知识、语料和模型" roles={WORKSHOP_ROLES}>
    {(agent) => <WorkshopPage api={api} session={session} agent={agent} />}
  </SessionGate>,
);
