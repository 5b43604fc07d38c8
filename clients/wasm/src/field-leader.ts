// The one worker that holds the vault: it owns the core, does what all tabs ask, carries enrolments and
// meetings, and starts the core anew where it fell. What is remembered here is rebuilt from storage.
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import type { DescMessage, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import * as field from "@muster/shared/api/field";
import { carry } from "./carrier.ts";
import type { Carried } from "./carrier.ts";
import { CoreStopped, FieldCore } from "./field-core.ts";
import { failure, FieldFailure } from "./field-failure.ts";
import type { Command, FieldEvent, Outcome, StorageState, VaultState } from "./field-protocol.ts";
import { databaseName, folderAt, Storage, vaultsFolder } from "./storage.ts";
import { newRecord, summary, unwrapKey, VaultRecords } from "./vault-records.ts";
import type { PasscodeKey, VaultRecord } from "./vault-records.ts";

type OpenVault = {
  record: VaultRecord;
  readonly key: Uint8Array<ArrayBuffer>;
  readonly storage: Storage;
  core: FieldCore;
};

export class FieldLeader {
  readonly #module: WebAssembly.Module;
  readonly #records: VaultRecords;
  readonly #emit: (event: FieldEvent) => void;
  #vault: OpenVault | undefined;
  #state: VaultState = { kind: "locked", vaults: [] };
  #meeting: Promise<Uint8Array> | undefined;
  /** Vaults are opened and locked one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(module: WebAssembly.Module, records: VaultRecords, emit: (event: FieldEvent) => void) {
    this.#module = module;
    this.#records = records;
    this.#emit = emit;
  }

  /** Opens the vault that was open last, where that needs no passcode. */
  static async start(module: WebAssembly.Module, emit: (event: FieldEvent) => void): Promise<FieldLeader> {
    const leader = new FieldLeader(module, await VaultRecords.open(), emit);
    const last = await leader.#records.get(await leader.#records.lastOpen());
    const opens = last !== undefined && last.salt === undefined && !last.damaged;
    await (opens ? leader.#open(last.id, "") : leader.#tell({ kind: "locked", vaults: [] }));
    return leader;
  }

  async run(command: Command): Promise<Outcome> {
    try {
      return await this.#run(command);
    } catch (problem) {
      if (problem instanceof FieldFailure) return { kind: "failed", failure: problem.facts };
      console.error(problem);
      return { kind: "failed", failure: failure("internal", `A bug: ${String(problem)}.`).facts };
    }
  }

  async #run(command: Command): Promise<Outcome> {
    switch (command.kind) {
      case "call":
        return this.#callForPage(command);
      case "vaults":
        return { kind: "vault", state: this.#state };
      case "create_vault":
        return this.#inTurn(() => this.#create(command.passcode));
      case "open_vault":
        return this.#inTurn(() => this.#open(command.vault, command.passcode));
      case "lock":
        return this.#inTurn(() => this.#lock());
      case "enrol":
        return { kind: "bytes", bytes: await this.#enrol(command.link, command.label) };
      case "sync":
        return { kind: "bytes", bytes: await this.#sync() };
      case "storage":
        return { kind: "storage", storage: await storageState() };
    }
  }

  // ---- the core -----------------------------------------------------------------------------------

  async #callForPage({ method, request, writes }: Extract<Command, { kind: "call" }>): Promise<Outcome> {
    const bytes = await this.#call(method, request);
    if (writes !== undefined) this.#emit({ kind: "audit", ...writes });
    return { kind: "bytes", bytes };
  }

  /** Once more after the core fell: a request with an id is done once, whatever was lost. */
  async #call(method: string, request: Uint8Array): Promise<Uint8Array> {
    const vault = this.#opened();
    try {
      return vault.core.call(method, request);
    } catch (problem) {
      if (!(problem instanceof CoreStopped)) throw problem;
      console.error("The core is started anew.", problem);
      await this.#inTurn(() => this.#restart(vault));
    }
    try {
      return this.#opened().core.call(method, request);
    } catch (problem) {
      if (!(problem instanceof CoreStopped)) throw problem;
      await this.#inTurn(() => this.#restart(vault));
      throw failure("internal", `${method} stops the core.`, "Nothing was lost. Please report what you did.");
    }
  }

  async #say<Request extends DescMessage, Reply extends DescMessage>(
    method: string,
    requestSchema: Request,
    request: MessageInitShape<Request>,
    replySchema: Reply,
  ): Promise<MessageShape<Reply>> {
    const bytes = toBinary(requestSchema, create(requestSchema, request));
    return fromBinary(replySchema, await this.#call(method, bytes));
  }

  async #restart(vault: OpenVault): Promise<void> {
    if (this.#vault !== vault) return;
    vault.core = await FieldCore.start(this.#module, vault.storage);
    openDatabase(vault.core, vault.key, false);
  }

  #opened(): OpenVault {
    if (this.#vault === undefined) throw failure("failed_precondition", "No vault is open.", "Open one first.");
    return this.#vault;
  }

  // ---- vaults -------------------------------------------------------------------------------------

  #inTurn<Value>(action: () => Promise<Value>): Promise<Value> {
    const done = this.#turn.then(action, action);
    this.#turn = done.catch(() => undefined); // who asked is told; the next one's turn comes all the same
    return done;
  }

  async #create(passcode: string): Promise<Outcome> {
    const { record, key } = await newRecord(passcode, this.#passcodeKey);
    await this.#records.put(record); // before the first byte that only this key reads
    return this.#enter(record, key, true);
  }

  async #open(id: string, passcode: string): Promise<Outcome> {
    const record = await this.#records.get(id);
    if (record === undefined) throw failure("not_found", "This vault is not on this tablet.");
    if (record.damaged) throw failure("data_loss", "This vault was set aside.", "Enrol in a new one.");
    return this.#enter(record, await unwrapKey(record, passcode, this.#passcodeKey), false);
  }

  async #enter(record: VaultRecord, key: Uint8Array<ArrayBuffer>, isNew: boolean): Promise<Outcome> {
    this.#leave();
    const storage = await Storage.open(await folderAt(vaultsFolder, record.id));
    try {
      const core = await FieldCore.start(this.#module, storage);
      // Nobody has enrolled in it as far as is known: its database may not have been made yet.
      const { profile } = openDatabase(core, key, isNew || record.person === "");
      this.#vault = { record, key, storage, core };
      if (profile !== undefined) await this.#name(profile);
    } catch (problem) {
      storage.close();
      this.#vault = undefined;
      if (!(problem instanceof FieldFailure) || problem.code !== "data_loss") throw problem;
      await this.#records.put({ ...record, damaged: true });
      await this.#records.setLastOpen("");
      return this.#tell({ kind: "set_aside", kept: `${vaultsFolder}/${record.id}`, vaults: [] });
    }
    await this.#records.setLastOpen(record.id);
    return this.#tell({ kind: "open", vault: summary(this.#opened().record), vaults: [] });
  }

  #leave(): void {
    this.#vault?.storage.close();
    this.#vault = undefined;
    this.#meeting = undefined; // it ends by itself when its reply comes
  }

  async #lock(): Promise<Outcome> {
    this.#leave();
    await this.#records.setLastOpen("");
    return this.#tell({ kind: "locked", vaults: [] });
  }

  /** Whose vault it is, so that a person finds it in the list. */
  async #name(profile: field.Profile): Promise<void> {
    const vault = this.#opened();
    const { personName: person, organisation } = profile;
    if (vault.record.person === person && vault.record.organisation === organisation) return;
    vault.record = { ...vault.record, person, organisation };
    await this.#records.put(vault.record);
  }

  async #tell(state: VaultState): Promise<Outcome> {
    const vaults = (await this.#records.all()).filter((each) => !each.damaged).map(summary);
    this.#state = { ...state, vaults };
    this.#emit({ kind: "vault", state: this.#state });
    return { kind: "vault", state: this.#state };
  }

  /** A core without a vault derives it, because none may be open yet. */
  readonly #passcodeKey: PasscodeKey = async (passcode, salt) => {
    const core = await FieldCore.start(this.#module, Storage.none());
    const request = create(field.PasscodeKeyRequestSchema, { passcode, salt });
    const reply = core.call("PasscodeKey", toBinary(field.PasscodeKeyRequestSchema, request));
    return fromBinary(field.PasscodeKeyReplySchema, reply).key;
  };

  // ---- the server ---------------------------------------------------------------------------------

  async #enrol(link: string, deviceLabel: string): Promise<Uint8Array> {
    let reply = await this.#say("EnrolStart", field.EnrolStartRequestSchema, { link, deviceLabel }, field.EnrolReplySchema);
    while (reply.call !== undefined) {
      const result = await this.#carry(reply.call);
      reply = await this.#say("EnrolReceive", field.EnrolReceiveRequestSchema, { result }, field.EnrolReplySchema);
    }
    if (reply.profile !== undefined) await this.#name(reply.profile);
    await this.#tell({ kind: "open", vault: summary(this.#opened().record), vaults: [] });
    return toBinary(field.EnrolReplySchema, reply);
  }

  async #sync(): Promise<Uint8Array> {
    const meeting = (this.#meeting ??= this.#meet());
    try {
      return await meeting;
    } finally {
      if (this.#meeting === meeting) this.#meeting = undefined;
    }
  }

  /** A reply that comes when another vault is open is none of that vault's business. */
  async #carry(call: field.Call): Promise<Carried> {
    const vault = this.#opened();
    const result = await carry(call);
    if (this.#vault !== vault) {
      throw failure("failed_precondition", "The vault was locked meanwhile.", "Open it and try again.");
    }
    return result;
  }

  async #meet(): Promise<Uint8Array> {
    let reply = await this.#say("MeetingStart", field.MeetingStartRequestSchema, {}, field.MeetingReplySchema);
    while (reply.call !== undefined) {
      this.#emit({ kind: "sync", progress: { share: reply.progress, purpose: reply.purpose } });
      const result = await this.#carry(reply.call);
      reply = await this.#say("MeetingReceive", field.MeetingReceiveRequestSchema, { result }, field.MeetingReplySchema);
    }
    this.#emit({ kind: "sync", progress: { share: 1, purpose: "" } });
    this.#emit({ kind: "visits" });
    this.#emit({ kind: "storage", storage: await storageState() });
    return toBinary(field.MeetingOutcomeSchema, reply.outcome ?? create(field.MeetingOutcomeSchema));
  }
}

async function storageState(): Promise<StorageState> {
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  return { persistent: await navigator.storage.persisted(), used: usage, quota };
}

function openDatabase(core: FieldCore, key: Uint8Array, mayBeNew: boolean): field.OpenReply {
  const request = create(field.OpenRequestSchema, { name: databaseName, key, create: mayBeNew });
  return fromBinary(field.OpenReplySchema, core.call("Open", toBinary(field.OpenRequestSchema, request)));
}
