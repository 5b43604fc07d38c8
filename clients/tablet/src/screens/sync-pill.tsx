// The truth about data safety in one line, on every screen.
import type { IconName } from "@muster/shared/icons";
import { Pill, type Tone } from "@muster/shared/components/status";
import { timeText } from "@muster/shared/format";
import { hrefOf } from "../route.ts";
import { meeting, online, syncState, visits } from "../state/session.ts";
import { words } from "../words/words.ts";

interface Sign {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly long: string;
  readonly short: string;
}

export function SyncPill() {
  const sign = syncSign();
  return (
    <Pill tone={sign.tone} icon={sign.icon} href={hrefOf({ screen: "sync" })}>
      <span class="hide-s">{sign.long}</span>
      <span class="only-s">{sign.short}</span>
    </Pill>
  );
}

// Never better than the truth: what stands first is what matters most.
export function syncSign(): Sign {
  const text = words.value.pill;
  const state = syncState.value;
  const here = state?.waiting.length ?? 0;
  const written = visits.value.filter((visit) => (visit.safety?.ops ?? 0n) > 0n);
  const conflicts = visits.value.filter((visit) => visit.conflicts > 0).length;
  if (state?.revoked) return { tone: "not-met", icon: "octagon-alert", long: text.revoked, short: text.revokedShort };
  if (meeting.value.kind === "under-way") {
    const percent = Math.floor(meeting.value.share * 100);
    const sending = words.value.sync.sending(percent);
    return { tone: "info", icon: "cloud-upload", long: sending, short: sending };
  }
  if (conflicts > 0) {
    const needs = text.needsYou(conflicts);
    return { tone: "not-met", icon: "octagon-alert", long: needs, short: needs };
  }
  if (!online.value) {
    if (here === 0)
      return { tone: "concern", icon: "cloud-off", long: text.offlineNothing, short: text.offlineNothing };
    return { tone: "concern", icon: "cloud-off", long: text.offline(here), short: text.offlineShort(here) };
  }
  if (here > 0) return { tone: "concern", icon: "clock", long: text.here(here), short: text.hereShort(here) };
  if (written.length === 0) return { tone: "not-tested", icon: "check", long: text.none, short: text.noneShort };
  if (written.every((visit) => visit.safety?.verified)) {
    const time = timeText(Number(state?.lastMeetingUtcMs ?? 0n));
    return { tone: "met", icon: "check", long: text.verified(time), short: text.verifiedShort };
  }
  return { tone: "info", icon: "shield-check", long: text.server, short: text.serverShort };
}
