// The sections of a checklist, how each of them stands, and how far the audit is.
import type { IconName } from "@muster/shared/icons";
import { Icon } from "@muster/shared/components/icon";
import type { SectionState } from "@muster/shared/api/field";
import { said } from "@muster/shared/language";
import { hrefOf } from "../route.ts";
import type { OpenAudit } from "../state/open-audit.ts";
import { words } from "../words/words.ts";

export interface SectionSign {
  readonly icon: IconName;
  readonly tone: string;
  readonly text: string;
}

// `inCheck`: what is missing is said only where a person asked for it.
export function sectionSign(state: SectionState, inCheck: boolean): SectionSign {
  const text = words.value.audit.section;
  const look = state.toLookAt > 0 && (inCheck || state.answered === state.asked);
  if (look) return { icon: "triangle-alert", tone: "concern", text: text.look(state.toLookAt) };
  if (state.asked === 0) return { icon: "minus", tone: "na", text: text.nothing };
  if (state.answered >= state.asked) return { icon: "circle-check", tone: "met", text: text.done };
  if (state.answered === 0) return { icon: "circle", tone: "muted", text: text.notStarted };
  return { icon: "circle-dot", tone: "started", text: text.part(state.answered, state.asked) };
}

export function SectionRail(props: { open: OpenAudit; audit: string; at: number }) {
  const text = words.value.audit;
  const { open } = props;
  const visit = open.visit.value;
  const score = open.score.value;
  return (
    <nav class="rail" aria-label={text.sections}>
      <div>
        {open.checklist.sections.map((section, i) => {
          const state = open.sections.value[i];
          if (state === undefined || !state.relevant) return null;
          const sign = sectionSign(state, false);
          const title = said(section.title, open.language);
          return (
            <a
              key={section.id}
              href={hrefOf({ screen: "audit", audit: props.audit, section: i, field: "" })}
              aria-current={i === props.at ? "true" : undefined}
            >
              <Icon name={sign.icon} tone={sign.tone} />
              <span lang={title.language}>{title.text}</span>
              <small>{sign.text}</small>
            </a>
          );
        })}
        <hr class="rule" />
        {visit !== undefined && (
          <div class="progress">
            <p class="small soft">{words.value.today.answered(visit.answered, visit.asked)}</p>
            <progress value={visit.answered} max={Math.max(1, visit.asked)} aria-label={text.progress} />
            {score?.scored && (
              <p class="note">
                {text.score(score.percent)}
                {score.provisional && `, ${text.provisional}`}
              </p>
            )}
          </div>
        )}
      </div>
    </nav>
  );
}
