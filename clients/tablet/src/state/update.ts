// The app itself: kept for offline use by the service worker. A new version waits until a person changes to
// it, so that no audit is interrupted.
import { signal } from "@preact/signals";

// The one that waits.
export const newVersion = signal<ServiceWorker | undefined>(undefined);

let asked = false;

// Once, when the page starts.
export async function keepOffline(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (asked) location.reload();
  });
  const registration = await navigator.serviceWorker.register("service-worker.js");
  const look = () => {
    // Without a controller this is the first version, and nothing waits.
    if (navigator.serviceWorker.controller !== null) newVersion.value = registration.waiting ?? undefined;
  };
  look();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", look);
  });
}

export function changeToNewVersion(): void {
  asked = true;
  newVersion.value?.postMessage("take-over");
}
