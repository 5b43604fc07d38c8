// A plain list for use in front of others: nine keys for one thumb that mark a time each, no brand and no
// colour. Answers follow later, with the time that was marked.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { IconButton } from "@muster/shared/components/button";
import { secondText, timeText, weekdayText } from "@muster/shared/format";
import { go } from "../route.ts";
import { addMark, marksOf, removeLastMark } from "../state/marks.ts";
import type { OpenAudit } from "../state/open-audit.ts";
import { words } from "../words/words.ts";
import { WithAudit } from "./with-audit.tsx";

const tapsToReturn = 3;
const msForTaps = 1_500;

export function Discreet(props: { audit: string }) {
  return <WithAudit audit={props.audit}>{(open) => <Pad open={open} audit={props.audit} />}</WithAudit>;
}

function Pad(props: { open: OpenAudit; audit: string }) {
  const { open } = props;
  const text = words.value.discreet;
  const blank = useSignal(false);
  const marks = marksOf(open);
  const { saved } = open;
  if (blank.value) {
    return (
      <button
        type="button"
        class="blank"
        aria-label={text.unblank}
        onClick={() => {
          blank.value = false;
        }}
      />
    );
  }
  const press = (word: string) => void addMark(open, { utcMs: Date.now(), word });
  return (
    <main class="plain">
      <header class="row">
        <div class="grow">
          <h1>
            <Title audit={props.audit}>{text.title(weekdayText(Date.now()))}</Title>
          </h1>
          <p class="small muted">{text.items(marks.length)}</p>
        </div>
        <IconButton
          look="quiet"
          icon="eye-off"
          name={text.blank}
          onPress={() => {
            blank.value = true;
          }}
        />
      </header>
      <ol class="log">
        {marks.slice(-8).map((mark) => (
          <li key={`${mark.utcMs} ${mark.word}`}>
            <span>{mark.word}</span>
            <span>{secondText(mark.utcMs)}</span>
          </li>
        ))}
      </ol>
      <div>
        <div class="pads">
          {Object.entries(text.keys).map(([key, word]) => (
            <button key={key} type="button" onClick={() => press(word)}>
              {word}
            </button>
          ))}
          <button type="button" onClick={() => void removeLastMark(open)}>
            {text.undo}
          </button>
        </div>
        <p class="note" role="status">
          {saved.value.kind === "saved" && `${text.saved(timeText(saved.value.utcMs))} · `}
          {saved.value.kind === "failed" && `${saved.value.failure.message} · `}
          {text.back}
        </p>
      </div>
    </main>
  );
}

// Three taps by finger; by keyboard once, for nobody presses Enter by chance.
function Title(props: { audit: string; children: string }) {
  const taps = useSignal<readonly number[]>([]);
  const tab = words.value.discreet.tab;
  useEffect(() => {
    const title = document.title;
    document.title = tab;
    return () => {
      document.title = title;
    };
  }, [tab]);
  const leave = () => go({ screen: "audit", audit: props.audit, section: 0, field: "" });
  return (
    <button
      type="button"
      class="title"
      onClick={(event) => {
        if (event.detail === 0) return leave();
        const now = Date.now();
        taps.value = [...taps.value.filter((at) => now - at < msForTaps), now];
        if (taps.value.length >= tapsToReturn) leave();
      }}
    >
      {props.children}
    </button>
  );
}
