// Reads a code with the camera, where the browser can do that by itself; elsewhere there is nothing to see
// and the code is typed.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Button } from "@muster/shared/components/button";
import { words } from "../words/words.ts";

// Not yet among TypeScript's own: https://wicg.github.io/shape-detection-api/
interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
declare global {
  var BarcodeDetector: (new () => Detector) | undefined;
}

const msBetweenLooks = 200;

export function Scanner(props: { label: string; onCode: (code: string) => void }) {
  const scanning = useSignal(false);
  if (globalThis.BarcodeDetector === undefined) return null;
  if (!scanning.value) {
    return (
      <Button
        icon="scan-barcode"
        onPress={() => {
          scanning.value = true;
        }}
      >
        {props.label}
      </Button>
    );
  }
  return (
    <Camera
      onCode={(code) => {
        scanning.value = false;
        if (code !== undefined) props.onCode(code);
      }}
    />
  );
}

// `onCode` without one: the person stopped.
function Camera(props: { onCode: (code: string | undefined) => void }) {
  const text = words.value.scanner;
  const video = useRef<HTMLVideoElement>(null);
  const failed = useSignal(false);
  const onCode = useRef(props.onCode);
  onCode.current = props.onCode;
  useEffect(() => {
    const ended = new AbortController();
    look(video.current, ended.signal).then(
      (code) => {
        if (!ended.signal.aborted) onCode.current(code);
      },
      () => {
        failed.value = true; // denied, or no camera: the remedy is the same
      },
    );
    return () => ended.abort();
  }, []);
  return (
    <div class="scanner">
      <video ref={video} muted playsInline aria-label={text.picture} />
      {failed.value && (
        <p class="why not-met" role="alert">
          {text.noCamera}
        </p>
      )}
      <Button look="quiet" icon="x" onPress={() => props.onCode(undefined)}>
        {text.stop}
      </Button>
    </div>
  );
}

// The first code that comes into view; the camera is off again when this ends.
async function look(video: HTMLVideoElement | null, ended: AbortSignal): Promise<string | undefined> {
  if (video === null || globalThis.BarcodeDetector === undefined) return undefined;
  const detector = new globalThis.BarcodeDetector();
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  try {
    video.srcObject = stream;
    await video.play();
    while (!ended.aborted) {
      const [code] = await detector.detect(video);
      if (code !== undefined) return code.rawValue;
      await new Promise((done) => setTimeout(done, msBetweenLooks));
    }
    return undefined;
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}
