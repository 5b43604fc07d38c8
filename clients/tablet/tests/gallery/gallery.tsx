// Every screen in states that are hard to reach, for pictures and for axe: the app itself, in front of a
// worker that knows one diary and one audit by heart. It works out nothing; what the core makes of answers
// is shown by the journeys. The address may say ?theme=dark&language=cy&state=locked.
import { render } from "preact";
import { FieldClient } from "@muster/wasm/field-client";
import { language } from "@muster/shared/language";
import { App } from "../../src/app.tsx";
import { followAddress } from "../../src/route.ts";
import { followAudits } from "../../src/state/current-audit.ts";
import { begin, online } from "../../src/state/session.ts";
import { followSettings, look } from "../../src/state/settings.ts";
import "../../src/styles/all.ts";
import { GalleryWorker } from "./worker.ts";

const asked = new URLSearchParams(location.search);
followSettings();
language.value = asked.get("language") === "cy" ? "cy" : "en";
look.value = asked.get("theme") === "dark" ? "dark" : "light";
followAddress();
const begun = begin(new FieldClient(new GalleryWorker(asked.get("state") ?? "")));
followAudits();
online.value = asked.get("state") !== "offline";
const root = document.getElementById("app");
if (root !== null) render(<App />, root);
await begun;
document.documentElement.dataset["ready"] = "yes";
