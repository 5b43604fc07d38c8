// A small organisation for journeys: a real muster-server in a folder of its own, set up with the real
// muster, and the built app served on loopback. Each shopper has a visit at each of two locations.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const source = resolve(import.meta.dirname, "../../../..");
const programs = process.env["MUSTER_BIN"] ?? join(source, "build/dev/bin");
const dist = resolve(import.meta.dirname, "../../dist");
const run = promisify(execFile);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === "string") throw new Error("The system gave no port.");
  return address.port;
}

const day = (from: number) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);

export class Organisation {
  readonly #folder = mkdtempSync(join(tmpdir(), "muster-journey-"));
  #server: ChildProcess | undefined;
  #ports: { readonly tls: number; readonly loopback: number } = { tls: 0, loopback: 0 };

  // Where a browser finds the app.
  get origin(): string {
    return `http://127.0.0.1:${this.#ports.loopback}`;
  }

  // Shoppers S1 to S`shoppers`.
  async setUp(shoppers: number): Promise<void> {
    this.#ports = { tls: await freePort(), loopback: await freePort() };
    cpSync(dist, join(this.#folder, "web/tablet"), { recursive: true });
    const init = await this.#program("muster-server", [
      ...["init", this.#path("server"), "--organisation", "Test & Co"],
      ...["--host", "127.0.0.1", "--port", String(this.#ports.tls), "--json"],
    ]);
    await this.start();
    await this.muster("admin", "login", (JSON.parse(init) as { administrator_link: string }).administrator_link);
    const refs = Array.from({ length: shoppers }, (_, i) => `S${i + 1}`);
    const people = refs.map((ref) => `${ref},Ann Hughes,shopper,North\n`);
    await this.#import("people", `ref,name,roles,home_region\n${people.join("")}`);
    await this.#import(
      "locations",
      "ref,name,kind,region,format\nL01,High Street,own,North,shop\nL02,Quay,own,North,shop\n",
    );
    const waves = this.#write("waves.csv", `ref,name,start,end\n1,Autumn,${day(-1)},${day(20)}\n`);
    const checklist = join(import.meta.dirname, "every-question.yaml");
    const provisions = join(source, "core/library/provisions/provisions.csv");
    await this.muster(
      ...["admin", "programme", "create", "shops", "--name", "Shops"],
      ...["--checklist", checklist, "--provisions", provisions, "--waves", waves],
    );
    const rows = refs.flatMap((ref) => [
      `${ref}-HIGH,1,L01,store,purchase,${ref},\n`,
      `${ref}-QUAY,1,L02,store,purchase,${ref},\n`,
    ]);
    const visits = this.#write("visits.csv", `ref,wave,location,channel,scenario,shopper,pair\n${rows.join("")}`);
    await this.muster("admin", "visits", "import", visits, "--programme", "shops");
  }

  // Nothing where it runs already.
  async start(): Promise<void> {
    if (this.#server !== undefined) return;
    const { tls, loopback } = this.#ports;
    const server = spawn(
      join(programs, "muster-server"),
      [
        ...["serve", this.#path("server"), "--listen", "127.0.0.1", "--port", String(tls)],
        ...["--loopback-http", String(loopback), "--web", this.#path("web")],
      ],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    this.#server = server;
    let said = "";
    await new Promise<void>((ready, failed) => {
      server.stdout.on("data", (text: Buffer) => {
        said += text.toString();
        if (said.includes("operations on")) ready();
      });
      server.stderr.on("data", (text: Buffer) => {
        said += text.toString();
      });
      server.on("exit", () => failed(new Error(`The server does not start: ${said}`)));
    });
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined || server.exitCode !== null) return;
    const ended = new Promise((done) => server.once("exit", done));
    server.kill("SIGTERM");
    await ended;
  }

  async link(person: string): Promise<string> {
    const [code] = JSON.parse(await this.muster("admin", "codes", "make", person, "--json")) as { link: string }[];
    if (code === undefined) throw new Error("There is no code.");
    return code.link;
  }

  async muster(...words: string[]): Promise<string> {
    return this.#program("muster", words);
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #program(name: string, words: readonly string[]): Promise<string> {
    const env = { ...process.env, MUSTER_HOME: this.#path("home") };
    return (await run(join(programs, name), words, { env })).stdout;
  }

  async #import(what: "people" | "locations", csv: string): Promise<void> {
    await this.muster("admin", what, "import", this.#write(`${what}.csv`, csv));
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }

  #write(name: string, text: string): string {
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(this.#path(name), text);
    return this.#path(name);
  }
}
