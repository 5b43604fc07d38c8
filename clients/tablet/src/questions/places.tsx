// Where something is: told by this tablet when a button is pressed, never by itself.
import { useSignal } from "@preact/signals";
import { QuestionType } from "@muster/shared/api/checklist";
import { Button } from "@muster/shared/components/button";
import { textOf, unanswered, written } from "../answers.ts";
import { words } from "../words/words.ts";
import type { ControlProps } from "./control-props.ts";

const locateTimeoutMs = 30_000;

// "latitude longitude altitude accuracy", as the core keeps a place.
function locate(): Promise<string> {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve(
          `${coords.latitude.toFixed(6)} ${coords.longitude.toFixed(6)} ` +
            `${(coords.altitude ?? 0).toFixed(1)} ${coords.accuracy.toFixed(1)}`,
        ),
      reject,
      { enableHighAccuracy: true, timeout: locateTimeoutMs },
    );
  });
}

function LocateButton(props: { label: string; onPlace: (place: string) => void }) {
  const text = words.value.question;
  const state = useSignal<"idle" | "locating" | "failed">("idle");
  const press = async () => {
    state.value = "locating";
    try {
      props.onPlace(await locate());
      state.value = "idle";
    } catch {
      state.value = "failed"; // denied, switched off, or no signal: the remedy is the same
    }
  };
  return (
    <>
      <Button icon="map-pin" busy={state.value === "locating"} onPress={() => void press()}>
        {state.value === "locating" ? text.locating : props.label}
      </Button>
      {state.value === "failed" && (
        <p class="why not-met" role="alert">
          {text.notLocated}
        </p>
      )}
    </>
  );
}

function placeText(place: string): string {
  const [latitude = "", longitude = "", , accuracy = ""] = place.trim().split(" ");
  return words.value.question.located(latitude, longitude, accuracy === "" ? "?" : accuracy);
}

export function PlaceControl(props: ControlProps) {
  const place = textOf(props.answer);
  return (
    <div class="stack tight place-of">
      {place !== "" && <output>{placeText(place)}</output>}
      <LocateButton label={words.value.question.locate} onPlace={(here) => props.say(written(here))} />
    </div>
  );
}

// A line of places, or an area: its line ends where it began. Saved once there are enough of them.
export function PlacesControl(props: ControlProps) {
  const text = words.value.question;
  const area = props.item.question.type === QuestionType.GEOSHAPE;
  const kept = textOf(props.answer)
    .split(";")
    .map((place) => place.trim())
    .filter(Boolean);
  const places = useSignal<readonly string[]>(area ? kept.slice(0, -1) : kept);
  const keep = (next: readonly string[]) => {
    places.value = next;
    const [first = ""] = next;
    if (next.length >= (area ? 3 : 2)) props.say(written((area ? [...next, first] : next).join(";")));
    else if (kept.length > 0) props.say(unanswered());
  };
  return (
    <div class="stack tight place-of">
      <ol>
        {places.value.map((place, i) => (
          <li key={i}>{placeText(place)}</li>
        ))}
      </ol>
      <p class="hint" role="status">
        {text.points(places.value.length)}
      </p>
      <LocateButton label={text.addPoint} onPlace={(here) => keep([...places.value, here])} />
      {places.value.length > 0 && (
        <Button look="quiet" icon="undo-2" onPress={() => keep(places.value.slice(0, -1))}>
          {text.removePoint}
        </Button>
      )}
    </div>
  );
}
