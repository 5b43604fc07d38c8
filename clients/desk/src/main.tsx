// The desk starts: who is signed in, then the page that the address names.
import { render } from "preact";
import { App } from "./app.tsx";
import { followLinks } from "./route.ts";
import { begin } from "./state/session.ts";
import "@muster/shared/styles/tokens.css";
import "@muster/shared/styles/base.css";
import "@muster/shared/styles/components.css";
import "./styles/desk.css";
import "./styles/tables.css";
import "./styles/review.css";

const root = document.getElementById("app");
if (root === null) throw new Error("index.html has no element with the id app.");
followLinks();
render(<App />, root);
void begin();
