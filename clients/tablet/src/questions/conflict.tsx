// A field that was changed on two tablets: every value stays in sight, and a person chooses.
import type { Head } from "@muster/shared/api/field";
import { Button } from "@muster/shared/components/button";
import { Icon } from "@muster/shared/components/icon";
import { momentText } from "@muster/shared/format";
import { hexOf } from "../state/field-name.ts";
import type { Key, OpenAudit } from "../state/open-audit.ts";
import { words } from "../words/words.ts";

export function Conflict(props: { open: OpenAudit; field: Key; heads: readonly Head[] }) {
  const text = words.value.question;
  return (
    <div class="conflict">
      <p class="why concern">
        <Icon name="triangle-alert" />
        <span>{text.conflict}</span>
      </p>
      <ul>
        {props.heads.map((head) => (
          <li key={hexOf(head.op)}>
            <span class="grow">
              <b class="b">{head.shown || text.conflictEmpty}</b>
              <small>
                {head.mine ? text.conflictMine : text.conflictOther}
                {head.when !== undefined && ` · ${momentText(Number(head.when.utcMs))}`}
              </small>
            </span>
            <Button onPress={() => void props.open.settle(props.field, head.op)}>{text.choose}</Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
