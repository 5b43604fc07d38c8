// A small organisation for tests in a browser: a real muster-server with a visit for one shopper, and
// the test page served by it.
import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "vite";

const source = resolve(import.meta.dirname, "../../..");
const programs = process.env["MUSTER_BIN"] ?? join(source, "build/release/bin");

const checklist = `
checklist: counter
version: "1"
title: {en: Counter}
languages: [en]
sections:
  - id: all
    title: {en: All}
    questions:
      - {id: remark, type: text, label: {en: "What happened?"}}
      - {id: later, type: text, label: {en: "And then?"}}
`;

function freePort(): Promise<number> {
  return new Promise((settle) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => settle(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

export class Organisation {
  readonly folder = mkdtempSync(join(tmpdir(), "muster-browser-"));
  origin = "";
  #server: ChildProcess | undefined;
  #port = 0;
  #pagePort = 0;

  static async start(): Promise<Organisation> {
    const made = new Organisation();
    await build({
      configFile: join(import.meta.dirname, "vite.config.ts"),
      build: { outDir: join(made.folder, "web/page"), emptyOutDir: true },
    });
    made.#port = await freePort();
    made.#pagePort = await freePort();
    made.origin = `http://127.0.0.1:${made.#pagePort}`;
    const init = made.#run("muster-server", ["init", made.#serverFolder, "--organisation", "Test & Co", "--host", "127.0.0.1", "--port", String(made.#port), "--json"]);
    await made.serve();
    const link: unknown = Reflect.get(JSON.parse(init) as object, "administrator_link");
    made.muster(["admin", "login", String(link)]);
    made.#setUp();
    return made;
  }

  get #serverFolder(): string {
    return join(this.folder, "server");
  }

  get page(): string {
    return `${this.origin}/page/`;
  }

  #run(program: string, args: readonly string[]): string {
    const env = { ...process.env, MUSTER_HOME: join(this.folder, "home") };
    return execFileSync(join(programs, program), args, { env, encoding: "utf8" });
  }

  muster(args: readonly string[]): string {
    return this.#run("muster", args);
  }

  async serve(): Promise<void> {
    const server = spawn(
      join(programs, "muster-server"),
      ["serve", this.#serverFolder, "--listen", "127.0.0.1", "--port", String(this.#port), "--web", join(this.folder, "web"), "--loopback-http", String(this.#pagePort)],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    this.#server = server;
    let said = "";
    await new Promise<void>((ready, failed) => {
      server.stdout.on("data", (text) => {
        said += String(text);
        if (said.includes("operations on")) ready();
      });
      server.stderr.on("data", (text) => (said += String(text)));
      server.once("exit", () => failed(new Error(`The server ended: ${said}`)));
    });
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const ended = new Promise((settle) => server.once("exit", settle));
    server.kill("SIGTERM");
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  linkFor(person: string): string {
    const codes = JSON.parse(this.muster(["admin", "codes", "make", person, "--json"])) as { link: string }[];
    return codes[0]?.link ?? "";
  }

  #write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  #setUp(): void {
    const admin = (...args: string[]): string => this.muster(["admin", ...args]);
    admin("people", "import", this.#write("people.csv", "ref,name,roles,home_region\nS01,Ann,shopper,North\nS02,Bo,shopper,North\n"));
    admin("locations", "import", this.#write("locations.csv", "ref,name,kind,region,format\nL01,One,own,North,shop\n"));
    const waves = this.#write("waves.csv", "ref,name,start,end\n1,Spring,2026-03-01,2026-12-31\n");
    const provisions = join(source, "core/library/provisions/provisions.csv");
    admin("programme", "create", "shops", "--name", "Shops", "--checklist", this.#write("counter.yaml", checklist), "--provisions", provisions, "--waves", waves);
    const visits = "ref,wave,location,channel,scenario,shopper,pair\nV1,1,L01,store,purchase,S01,\nV2,1,L01,store,purchase,S02,\n";
    admin("visits", "import", this.#write("visits.csv", visits), "--programme", "shops");
  }
}
