// Keeps the app for offline use: all files of a version are stored before it may run, and served from there.
// A new version waits until a person changes to it. Calls to the server pass by untouched.
export {};

declare const self: ServiceWorkerGlobalScope;

// Both are filled in when the app is built: bundle/precached.ts.
const version = "muster-NAME OF THIS VERSION";
const files = JSON.parse("FILES OF THIS VERSION") as string[];

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(version);
      // Past the browser's own cache: what is stored must be of one version.
      await cache.addAll(files.map((name) => new Request(name, { cache: "reload" })));
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys())
        if (name !== version && name.startsWith("muster-")) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("message", (event) => {
  if (event.data === "take-over") void self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const place = new URL(request.url);
  if (request.method !== "GET" || !place.href.startsWith(self.registration.scope)) return;
  event.respondWith(
    (async () => {
      const cache = await caches.open(version);
      const page = request.mode === "navigate" ? "index.html" : request;
      return (await cache.match(page, { ignoreSearch: true })) ?? fetch(request);
    })(),
  );
});
