// The shopper's app starts: settings, the core in its worker, the first screen, and offline use.
import { render } from "preact";
import { FieldClient } from "@muster/wasm/field-client";
import { App } from "./app.tsx";
import { followAddress } from "./route.ts";
import { followAudits } from "./state/current-audit.ts";
import { begin } from "./state/session.ts";
import { followSettings } from "./state/settings.ts";
import { keepOffline } from "./state/update.ts";
import "./styles/all.ts";

followSettings();
followAddress();
const worker = new Worker(new URL("../../wasm/src/field-worker.ts", import.meta.url), { type: "module" });
const begun = begin(new FieldClient(worker));
followAudits();
const root = document.getElementById("app");
if (root === null) throw new Error("index.html has no element with the id app.");
render(<App />, root);
void begun;
void keepOffline();
