// What a visit is about, before it begins. Everything here is on the tablet.
import { Button, IconLink, LinkButton } from "@muster/shared/components/button";
import { dayText, lineText } from "@muster/shared/format";
import { type Visit, VisitStage } from "@muster/shared/api/field";
import { go, hrefOf } from "../route.ts";
import { openAudit } from "../state/current-audit.ts";
import { hexOf } from "../state/field-name.ts";
import { visits } from "../state/session.ts";
import { words } from "../words/words.ts";
import { Page } from "./frame.tsx";
import { Gone } from "./gone.tsx";
import { StageTag } from "./stage-tag.tsx";

export function Brief(props: { audit: string }) {
  const text = words.value.brief;
  const visit = visits.value.find((each) => hexOf(each.audit) === props.audit);
  if (visit === undefined) return <Gone />;
  return (
    <Page
      title={visit.location}
      sub={visit.programme}
      before={<IconLink look="quiet" icon="arrow-left" name={text.back} href={hrefOf({ screen: "today" })} />}
    >
      <div class="two">
        <div class="stack">
          <section class="card">
            <header>
              <h2>{text.what}</h2>
              <span class="note">
                <StageTag visit={visit} />
              </span>
            </header>
            {visit.scenario !== "" && <p class="b">{lineText(visit.scenario)}</p>}
            <p class="brief-text">{visit.brief || text.noBrief}</p>
          </section>
          <section class="card">
            <header>
              <h2>{text.ethics}</h2>
            </header>
            <p>{text.ethicsWords}</p>
          </section>
        </div>
        <aside class="stack" aria-label={text.title}>
          <section class="card">
            <dl class="pairs">
              <Pair name={text.where} value={[visit.location, visit.brand, visit.region].filter(Boolean).join(", ")} />
              <Pair name={text.when} value={text.window(dayText(visit.windowStart), dayText(visit.windowEnd))} />
              <Pair name={text.channel} value={lineText(visit.channel)} />
              <Pair name={text.checklist} value={visit.checklistTitle} />
              <Pair name={text.reference} value={visit.ref} />
            </dl>
          </section>
          <Begin visit={visit} />
        </aside>
      </div>
    </Page>
  );
}

function Pair(props: { name: string; value: string }) {
  if (props.value === "") return null;
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.value}</dd>
    </div>
  );
}

// Starting records the time of arrival, so it waits until a person says so.
function Begin(props: { visit: Visit }) {
  const text = words.value.brief;
  const audit = hexOf(props.visit.audit);
  const start = async () => {
    const open = await openAudit(audit);
    if (open !== undefined && props.visit.stage === VisitStage.PLANNED) await open.start();
    go({ screen: "audit", audit, section: 0, field: "" });
  };
  const label = () => {
    switch (props.visit.stage) {
      case VisitStage.UNSPECIFIED:
      case VisitStage.PLANNED:
        return text.start;
      case VisitStage.DRAFT:
      case VisitStage.RETURNED:
        return text.continue;
      case VisitStage.SUBMITTED:
      case VisitStage.ACCEPTED:
      case VisitStage.REJECTED:
      case VisitStage.EXCLUDED:
        return text.look;
    }
  };
  return (
    <div class="stack tight">
      <Button look="primary" block onPress={() => void start()}>
        {label()}
      </Button>
      <LinkButton block icon="eye-off" href={hrefOf({ screen: "discreet", audit })}>
        {text.discreet}
      </LinkButton>
    </div>
  );
}
