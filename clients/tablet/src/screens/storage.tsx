// What is kept on this tablet, how much room there is, and whether the browser keeps it for good.
import { useEffect } from "preact/hooks";
import { Icon } from "@muster/shared/components/icon";
import { Banner } from "@muster/shared/components/status";
import { bytesText } from "@muster/shared/format";
import { refreshStorage, storage, syncState, visits } from "../state/session.ts";
import { words } from "../words/words.ts";
import { Page } from "./frame.tsx";

const nearlyFullShare = 0.9;

export function Storage() {
  const text = words.value.storage;
  useEffect(() => {
    void refreshStorage();
  }, []);
  const room = storage.value;
  const sums = syncState.value;
  return (
    <Page title={text.title} sub={text.sub}>
      <div class="stack narrow">
        {room !== undefined && room.used > room.quota * nearlyFullShare && (
          <Banner tone="not-met" title={text.nearlyFull}>
            {text.nearlyFullWhy}
          </Banner>
        )}
        <section class="card">
          <header>
            <h2>{text.room}</h2>
          </header>
          {room !== undefined && (
            <>
              <p>{text.used(bytesText(room.used), bytesText(room.quota))}</p>
              <progress value={room.used} max={Math.max(1, room.quota)} aria-label={text.room} />
              <p class="row kept">
                <Icon
                  name={room.persistent ? "shield-check" : "triangle-alert"}
                  tone={room.persistent ? "met" : "concern"}
                />
                <span>{room.persistent ? text.keptYes : text.keptNo}</span>
              </p>
            </>
          )}
        </section>
        <section class="card">
          <header>
            <h2>{text.kept}</h2>
          </header>
          <dl class="pairs wide">
            <div>
              <dt>{text.visits}</dt>
              <dd>{visits.value.length}</dd>
            </div>
            <div>
              <dt>{text.audits}</dt>
              <dd>{String(sums?.audits ?? 0n)}</dd>
            </div>
            <div>
              <dt>{text.entries}</dt>
              <dd>{String(sums?.ops ?? 0n)}</dd>
            </div>
            <div>
              <dt>{text.onlyHere}</dt>
              <dd>{String(sums?.opsOnlyHere ?? 0n)}</dd>
            </div>
          </dl>
          <p class="note">{text.encrypted}</p>
        </section>
      </div>
    </Page>
  );
}
