// Photos, recordings and files at a question: what is there, where it is, and adding another one.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { EvidenceKind } from "@muster/shared/api/checklist";
import type { AttachedEvidence } from "@muster/shared/api/field";
import { Button } from "@muster/shared/components/button";
import { Icon } from "@muster/shared/components/icon";
import { bytesText, timeText } from "@muster/shared/format";
import { asFile, photo } from "../capture/photo.ts";
import { hexOf } from "../state/field-name.ts";
import type { Key, OpenAudit } from "../state/open-audit.ts";
import { words } from "../words/words.ts";

interface Place {
  readonly open: OpenAudit;
  readonly field: Key;
  readonly attached: readonly AttachedEvidence[];
}

const accepted: Record<EvidenceKind, string> = {
  [EvidenceKind.NONE]: "",
  [EvidenceKind.PHOTO]: "image/*",
  [EvidenceKind.AUDIO]: "audio/*",
  [EvidenceKind.VIDEO]: "video/*",
  [EvidenceKind.FILE]: "",
  [EvidenceKind.SIGNATURE]: "image/*",
};

export function Evidence(props: Place & { kind: EvidenceKind; look?: "quiet" | "default" }) {
  return (
    <>
      {props.attached.length > 0 && (
        <ul class="thumbs">
          {props.attached.map((one) => (
            <li key={hexOf(one.evidence)}>
              <Attached {...props} one={one} />
            </li>
          ))}
        </ul>
      )}
      <Add {...props} />
    </>
  );
}

function Add(props: Place & { kind: EvidenceKind; look?: "quiet" | "default" }) {
  const text = words.value.evidence;
  const input = useRef<HTMLInputElement>(null);
  const busy = useSignal(false);
  const problem = useSignal("");
  const take = async (files: FileList | null) => {
    busy.value = true;
    problem.value = "";
    try {
      for (const file of files ?? []) {
        const captured = props.kind === EvidenceKind.PHOTO ? await photo(file) : await asFile(file);
        if (!(await props.open.attach(props.field, props.kind, captured))) break;
      }
    } catch (error) {
      problem.value = text.notRead(error instanceof Error ? error.message : String(error));
    } finally {
      busy.value = false;
      if (input.current !== null) input.current.value = "";
    }
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={accepted[props.kind]}
        {...(props.kind === EvidenceKind.FILE ? {} : { capture: "environment" })}
        onChange={(event) => void take(event.currentTarget.files)}
      />
      <Button
        look={props.look ?? "default"}
        icon={props.kind === EvidenceKind.AUDIO ? "mic" : "camera"}
        busy={busy.value}
        onPress={() => input.current?.click()}
      >
        {busy.value ? text.reading : text.add[props.kind]}
      </Button>
      {problem.value !== "" && (
        <p class="why not-met" role="alert">
          {problem.value}
        </p>
      )}
    </>
  );
}

function Attached(props: Place & { one: AttachedEvidence }) {
  const text = words.value.evidence;
  const { one } = props;
  const captured = one.captured === undefined ? "" : timeText(Number(one.captured.utcMs));
  return (
    <figure class="thumb">
      {one.mediaType.startsWith("image/") && one.held ? (
        <Picture open={props.open} id={one.evidence} alt={text.photoOf(captured)} />
      ) : (
        <p class="file">{one.name || text.file}</p>
      )}
      <figcaption>
        {captured} · {bytesText(Number(one.sizeBytes))}
        <br />
        {where(one)}
      </figcaption>
      <Button look="quiet" icon="x" onPress={() => void props.open.detach(props.field, one.evidence)}>
        {text.remove}
      </Button>
    </figure>
  );
}

function where(one: AttachedEvidence) {
  const text = words.value.evidence;
  if (one.verified) {
    return (
      <>
        <Icon name="check" /> {text.verified}
      </>
    );
  }
  if (!one.held) return text.elsewhere;
  return one.sent > 0 ? text.sent(Math.floor(one.sent * 100)) : text.onlyHere;
}

// The bytes come from the core when they are to be seen, and go with the picture.
function Picture(props: { open: OpenAudit; id: Uint8Array; alt: string }) {
  const address = useSignal("");
  const name = hexOf(props.id);
  useEffect(() => {
    let gone = false;
    void props.open.evidence(props.id).then((content) => {
      if (content !== undefined && !gone) address.value = URL.createObjectURL(new Blob([content]));
    });
    return () => {
      gone = true;
      if (address.value !== "") URL.revokeObjectURL(address.value);
    };
  }, [name]);
  return address.value === "" ? <span class="ph" /> : <img class="ph" src={address.value} alt={props.alt} />;
}
