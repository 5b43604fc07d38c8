// Beside the answers: the score and why, findings, and what happened when.
import type { EventView, GetAuditReply } from "@muster/shared/api/review";
import { Tag } from "@muster/shared/components/status";
import { momentText, timeText } from "@muster/shared/format";
import { faceOf, findingWord, severityWord } from "../../parts/finding.ts";
import { score } from "../../parts/numbers.ts";
import { words } from "../../words/words.ts";

const shownEvents = 12;

export function ScoreCard(props: { audit: GetAuditReply }) {
  const { audit } = props;
  const say = words.value.audit;
  return (
    <section class="card" aria-labelledby="score">
      <header>
        <h2 id="score">{say.score}</h2>
        <span class="note">{say.oneVisit}</span>
      </header>
      <p>
        <b class="figure">{audit.hasScore ? score(audit.score * 100) : say.noScore}</b>{" "}
        <span class="soft">{audit.scoreProblem}</span>
      </p>
      {audit.criticalFailures > 0 && <p class="soft">{say.criticals(audit.criticalFailures)}</p>}
      {audit.explanation !== "" && (
        <details class="behind">
          <summary>{say.explain}</summary>
          <pre class="explained" tabIndex={0}>
            {audit.explanation}
          </pre>
        </details>
      )}
    </section>
  );
}

export function Findings(props: { audit: GetAuditReply }) {
  const say = words.value.audit;
  const tested = props.audit.findings.filter((each) => !["not_tested", "not_applicable"].includes(each.state));
  if (tested.length === 0) return null;
  return (
    <section class="card" aria-labelledby="findings">
      <header>
        <h2 id="findings">{say.findings}</h2>
      </header>
      <ul class="findings">
        {tested.map((finding) => {
          const face = faceOf(finding.state);
          return (
            <li key={finding.provision}>
              <Tag tone={face.tone} icon={face.icon}>
                {findingWord(finding.state)}
              </Tag>
              <span>
                {finding.title}
                <small class="soft block">
                  {finding.act}, {finding.citation} · {severityWord(finding.severity)} · {finding.questions.join(", ")}
                </small>
                {finding.observed !== "" && (
                  <small class="soft block">
                    {say.observedAs(findingWord(finding.observed), finding.overrideReason)}
                  </small>
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Event(props: { event: EventView }) {
  const { event } = props;
  const what = [event.kind.replaceAll("_", " "), event.question].filter(Boolean).join(" ");
  return (
    <li>
      <time title={momentText(Number(event.utcMs))}>{timeText(Number(event.utcMs))}</time>
      <span>
        {what} <span class="soft">{event.who}</span>
        {event.reason !== "" && <q class="soft block">{event.reason}</q>}
        {event.comments.map((comment, index) => (
          <q key={index} class="soft block">
            {comment.text}
          </q>
        ))}
      </span>
    </li>
  );
}

export function Timeline(props: { audit: GetAuditReply }) {
  const { events } = props.audit;
  const say = words.value.audit;
  // Single answers are many; what somebody decided or submitted is what one looks for first.
  const steps = events.filter((event) => event.question === "");
  return (
    <section class="card" aria-labelledby="timeline">
      <header>
        <h2 id="timeline">{say.timeline}</h2>
      </header>
      <ol class="line">
        {steps.slice(-shownEvents).map((event, index) => (
          <Event key={index} event={event} />
        ))}
      </ol>
      <details class="behind">
        <summary>{say.changes(events.length)}</summary>
        <ol class="line">
          {events.map((event, index) => (
            <Event key={index} event={event} />
          ))}
        </ol>
      </details>
    </section>
  );
}
