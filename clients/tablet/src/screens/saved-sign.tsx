// "Saved" means durable on this tablet, and nothing less.
import { Icon } from "@muster/shared/components/icon";
import { timeText } from "@muster/shared/format";
import type { Saved } from "../state/open-audit.ts";
import { words } from "../words/words.ts";

export function SavedSign(props: { saved: Saved }) {
  const text = words.value.saved;
  const { saved } = props;
  switch (saved.kind) {
    case "nothing-new":
      return <span class="saved" role="status" />;
    case "saving":
      return (
        <span class="saved concern" role="status">
          <Icon name="loader" />
          {text.saving}
        </span>
      );
    case "saved":
      return (
        <span class="saved met" role="status">
          <Icon name="check" />
          {text.saved(timeText(saved.utcMs))}
        </span>
      );
    case "failed": {
      const full = saved.failure.code === "resource_exhausted";
      const why = full ? text.full : `${saved.failure.message} ${saved.failure.hint}`.trim();
      return (
        <span class="saved not-met" role="alert">
          <Icon name="octagon-alert" />
          {text.notSaved(why)}
        </span>
      );
    }
  }
}
