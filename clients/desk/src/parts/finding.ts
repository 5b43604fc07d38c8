// How a finding is shown: glyph, word and colour, never one alone.
import type { Tone } from "@muster/shared/components/status";
import type { IconName } from "@muster/shared/icons";
import { words } from "../words/words.ts";

interface Face {
  readonly tone: Tone;
  readonly icon: IconName;
}

const faces: Readonly<Record<string, Face>> = {
  met: { tone: "met", icon: "check" },
  concern: { tone: "concern", icon: "triangle-alert" },
  not_met: { tone: "not-met", icon: "x" },
  not_tested: { tone: "not-tested", icon: "circle" },
  not_applicable: { tone: "na", icon: "minus" },
};

export function faceOf(state: string): Face {
  return faces[state] ?? { tone: "not-tested", icon: "circle" };
}

export function findingWord(state: string): string {
  const { states } = words.value;
  return state in states ? states[state as keyof typeof states] : state;
}

export function stageWord(stage: string): string {
  const { stages } = words.value;
  return stage in stages ? stages[stage as keyof typeof stages] : stage;
}

export function severityWord(severity: string): string {
  const { severities } = words.value;
  return severity in severities ? severities[severity as keyof typeof severities] : severity;
}
