// Before submitting: every missing or invalid answer as a link to its question. Nothing blocks: an audit can
// be submitted as it is, and left at any time.
import { useSignal } from "@preact/signals";
import { Button, IconLink, LinkButton } from "@muster/shared/components/button";
import { Icon } from "@muster/shared/components/icon";
import { Banner } from "@muster/shared/components/status";
import { lineText } from "@muster/shared/format";
import { said } from "@muster/shared/language";
import { VisitStage } from "@muster/shared/api/field";
import { hrefOf } from "../route.ts";
import { meet, online } from "../state/session.ts";
import type { OpenAudit } from "../state/open-audit.ts";
import { type Finish, toFinish } from "../state/to-finish.ts";
import { words } from "../words/words.ts";
import { Page } from "./frame.tsx";
import { SavedSign } from "./saved-sign.tsx";
import { sectionSign } from "./section-rail.tsx";
import { WithAudit } from "./with-audit.tsx";

export function Check(props: { audit: string }) {
  return <WithAudit audit={props.audit}>{(open) => <Checked open={open} audit={props.audit} />}</WithAudit>;
}

function Checked(props: { open: OpenAudit; audit: string }) {
  const { open } = props;
  const text = words.value.check;
  const visit = open.visit.value;
  const list = toFinish(open);
  const [first] = list;
  const back = hrefOf({ screen: "audit", audit: props.audit, section: 0, field: "" });
  return (
    <Page
      title={text.title}
      sub={[visit?.location, lineText(visit?.channel ?? "")].filter(Boolean).join(" · ")}
      before={<IconLink look="quiet" icon="arrow-left" name={text.back} href={back} />}
      status={
        <span class="hide-s">
          <SavedSign saved={open.saved.value} />
        </span>
      }
    >
      <div class="two">
        <div class="stack">
          {list.length === 0 ? (
            <Banner tone="met" title={text.nothing}>
              {text.nothingWhy(visit?.asked ?? 0)}
            </Banner>
          ) : (
            <Banner tone="concern" title={text.toFinish(list.length)}>
              {text.answered(visit?.answered ?? 0, visit?.asked ?? 0)}
            </Banner>
          )}
          {list.length > 0 && (
            <ul class="visits todo">
              {list.map((each) => (
                <Line key={each.name} open={open} audit={props.audit} finish={each} />
              ))}
            </ul>
          )}
          {first !== undefined && (
            <div>
              <LinkButton
                look="primary"
                href={hrefOf({ screen: "audit", audit: props.audit, section: first.section, field: first.name })}
              >
                {text.first}
              </LinkButton>
            </div>
          )}
        </div>
        <aside class="stack" aria-label={text.submit}>
          <Sections open={open} />
          <Submit open={open} toFinish={list.length} />
        </aside>
      </div>
    </Page>
  );
}

function Line(props: { open: OpenAudit; audit: string; finish: Finish }) {
  const text = words.value.check;
  const { finish, open } = props;
  const why =
    finish.why === "missing"
      ? finish.message || text.notAnswered
      : finish.why === "conflict"
        ? text.settle
        : finish.message || text.invalid;
  const section = said(open.checklist.sections[finish.section]?.title, open.language).text;
  const icon = { missing: "circle", invalid: "circle-x", conflict: "triangle-alert" } as const;
  return (
    <li>
      <a href={hrefOf({ screen: "audit", audit: props.audit, section: finish.section, field: finish.name })}>
        <Icon name={icon[finish.why]} tone={finish.why === "invalid" ? "not-met" : "concern"} />
        <span>
          <b>{finish.label}</b>
          <small>
            {finish.number === undefined ? text.lineUnnumbered(section, why) : text.line(section, finish.number, why)}
          </small>
        </span>
        <Icon name="chevron-right" />
      </a>
    </li>
  );
}

function Sections(props: { open: OpenAudit }) {
  const text = words.value.check;
  const { open } = props;
  return (
    <section class="card">
      <header>
        <h2>{text.sections}</h2>
      </header>
      <ul class="facts">
        {open.checklist.sections.map((section, i) => {
          const state = open.sections.value[i];
          if (state === undefined) return null;
          const sign = sectionSign(state, true);
          const title = said(section.title, open.language);
          return (
            <li key={section.id}>
              <Icon name={state.relevant ? sign.icon : "minus"} tone={state.relevant ? sign.tone : "na"} />
              <span lang={title.language}>{title.text}</span>
              <span class="soft">{state.relevant ? sign.text : text.notThisVisit}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Submit(props: { open: OpenAudit; toFinish: number }) {
  const text = words.value.check;
  const { open } = props;
  const declared = useSignal(false);
  const told = useSignal<"" | "tick" | "open">("");
  const busy = useSignal(false);
  const stage = open.visit.value?.stage;
  if (stage === VisitStage.SUBMITTED && open.saved.value.kind === "saved") {
    return (
      <Banner tone="met" title={text.submitted}>
        {online.value ? text.submittedWhy : text.offline}
      </Banner>
    );
  }
  const press = async (asItIs: boolean) => {
    if (!declared.value) told.value = "tick";
    else if (props.toFinish > 0 && !asItIs) told.value = "open";
    else {
      busy.value = true;
      const good = await open.submit(text.declaration);
      busy.value = false;
      if (good) void meet();
    }
  };
  const again = stage === VisitStage.RETURNED || stage === VisitStage.SUBMITTED;
  return (
    <section class="card">
      <header>
        <h2>{text.submit}</h2>
      </header>
      <label class="tick">
        <input
          type="checkbox"
          checked={declared.value}
          onChange={(event) => {
            declared.value = event.currentTarget.checked;
            told.value = "";
          }}
        />
        <span class="small">{text.declaration}</span>
      </label>
      <p class="small soft">{text.leave}</p>
      <Button
        block
        look={props.toFinish === 0 ? "primary" : "default"}
        busy={busy.value}
        describedBy="submit-why"
        onPress={() => void press(false)}
      >
        {busy.value ? text.sending : again ? text.sendAgain : text.submitAudit}
      </Button>
      <div id="submit-why" role="status">
        {told.value === "tick" && <p class="why concern">{text.tick}</p>}
        {told.value === "open" && <p class="why concern">{text.openAnyway(props.toFinish)}</p>}
        {!online.value && told.value === "" && <p class="note">{text.offline}</p>}
      </div>
      {told.value === "open" && (
        <Button block onPress={() => void press(true)}>
          {text.submitOpen}
        </Button>
      )}
    </section>
  );
}
