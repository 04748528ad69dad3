import { Button, Segmented, Spin } from "antd";
import { useCallback, useMemo, useState } from "react";
import type { AgentProfile } from "../../shared/protocol.ts";
import { AccountMenu } from "../../staff/AccountMenu.tsx";
import type { Api } from "../../staff/api.ts";
import { Brand } from "../../staff/Brand.tsx";
import { PUBLISH_ROLES } from "../../staff/labels.ts";
import { lazyPage } from "../../staff/lazy_page.tsx";
import { LoadError } from "../../staff/LoadError.tsx";
import type { Session } from "../../staff/session.ts";
import { useLoad } from "../../staff/use_load.ts";
import { WorkshopApi } from "../model/workshop_api.ts";
import "../workshop.css";
import { WorkshopContext } from "../WorkshopContext.ts";
import { TrainControl } from "./TrainControl.tsx";
import { TryPanel } from "./try/TryPanel.tsx";

const SPIN = <Spin className="section-spin" />;
/** On a narrower screen the panel would cover the page: it is opened when it is needed. */
const ROOM_FOR_TRY = "(min-width: 900px)";
const SECTIONS = {
  faqs: { label: "FAQ 知识库", Page: lazyPage(() => import("./faq/FaqPage.tsx"), SPIN) },
  misses: { label: "没听懂的话", Page: lazyPage(() => import("./misses/MissPage.tsx"), SPIN) },
  logs: { label: "导入聊天记录", Page: lazyPage(() => import("./logs/LogPage.tsx"), SPIN) },
  examples: { label: "训练语料", Page: lazyPage(() => import("./examples/ExamplePage.tsx"), SPIN) },
};
type Section = keyof typeof SECTIONS;

interface Props {
  api: Api;
  session: Session;
  agent: AgentProfile;
}

export default function WorkshopPage({ api, session, agent }: Props) {
  const [workshopApi] = useState(() => new WorkshopApi(api));
  const [section, setSection] = useState<Section>("faqs");
  const [isTrying, setTrying] = useState(() => window.matchMedia(ROOM_FOR_TRY).matches);
  const loadIntents = useCallback(() => workshopApi.intents(), [workshopApi]);
  const { data: intents, error, reload } = useLoad(loadIntents);
  const canPublish = PUBLISH_ROLES.includes(agent.role);
  const workshop = useMemo(
    () => ({ api: workshopApi, intents: intents ?? [], canPublish, reloadIntents: reload }),
    [workshopApi, intents, canPublish, reload],
  );
  const { Page } = SECTIONS[section];

  return (
    <WorkshopContext value={workshop}>
      <div className={isTrying ? "workshop with-try" : "workshop"}>
        <header className="page-header">
          <Brand />
          <h1>训练师工作间</h1>
          <Segmented<Section>
            aria-label="栏目"
            value={section}
            onChange={setSection}
            options={Object.entries(SECTIONS).map(([value, { label }]) => ({ value: value as Section, label }))}
          />
          <span className="spacer" />
          {canPublish && <TrainControl />}
          <Button aria-pressed={isTrying} onClick={() => setTrying(!isTrying)}>
            {isTrying ? "收起试一试" : "试一试"}
          </Button>
          <AccountMenu agent={agent} session={session} />
        </header>
        <main className="workshop-main">
          <LoadError error={error} onRetry={reload} />
          <Page key={section} />
        </main>
        {isTrying && <TryPanel />}
      </div>
    </WorkshopContext>
  );
}
