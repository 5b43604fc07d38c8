// What one should know of an audit that waits before opening it.
import type { WaitingAudit } from "@muster/shared/api/review";
import { Tag } from "@muster/shared/components/status";
import { words } from "../words/words.ts";

export function Signs(props: { of: Pick<WaitingAudit, "conflicts" | "late" | "heldBack" | "disputed"> }) {
  const { conflicts, late, heldBack, disputed } = props.of;
  const say = words.value.audits;
  const signs = [
    conflicts > 0 && say.conflicts(conflicts),
    disputed && say.disputed,
    late > 0 && say.late(late),
    heldBack > 0 && say.heldBack(heldBack),
  ].filter((sign): sign is string => typeof sign === "string");
  if (signs.length === 0) {
    return (
      <Tag tone="not-tested" icon="check">
        {say.noSigns}
      </Tag>
    );
  }
  return (
    <>
      {signs.map((sign) => (
        <Tag key={sign} tone="concern" icon="triangle-alert">
          {sign}
        </Tag>
      ))}
    </>
  );
}
