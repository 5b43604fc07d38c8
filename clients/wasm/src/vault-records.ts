// Which vaults there are on this tablet, and the keys of their databases, wrapped. A database's key is
// random and never stored bare: it is wrapped by a key that WebCrypto keeps to itself, and inside that
// by the key of a passcode where there is one. What is here is small, and lost only with the files.
import { failure } from "./field-failure.ts";
import type { Vault } from "./field-protocol.ts";

type Sealed = { readonly iv: Uint8Array<ArrayBuffer>; readonly bytes: Uint8Array<ArrayBuffer> };

export type VaultRecord = {
  readonly id: string;
  readonly person: string;
  readonly organisation: string;
  readonly damaged: boolean;
  readonly wrapping: CryptoKey;
  readonly wrapped: Sealed;
  /** Present where a passcode is needed: then `wrapped` holds another Sealed's parts, iv first. */
  readonly salt?: Uint8Array<ArrayBuffer>;
};

/** The key that a passcode stands for, 32 bytes; the core derives it. */
export type PasscodeKey = (passcode: string, salt: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;

const databaseName = "muster-vaults";
const ivBytes = 12;
const keyBytes = 32;

export function summary(record: VaultRecord): Vault {
  const { id, person, organisation, salt } = record;
  return { id, person, organisation, needsPasscode: salt !== undefined };
}

export async function newRecord(
  passcode: string,
  passcodeKey: PasscodeKey,
): Promise<{ record: VaultRecord; key: Uint8Array<ArrayBuffer> }> {
  const key = crypto.getRandomValues(new Uint8Array(keyBytes));
  const wrapping = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const base = { id: crypto.randomUUID(), person: "", organisation: "", damaged: false, wrapping };
  if (passcode === "") return { record: { ...base, wrapped: await seal(wrapping, key) }, key };
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const inner = await seal(await imported(await passcodeKey(passcode, salt)), key);
  const joined = new Uint8Array([...inner.iv, ...inner.bytes]);
  return { record: { ...base, salt, wrapped: await seal(wrapping, joined) }, key };
}

/** A wrong passcode is "unauthenticated". */
export async function unwrapKey(
  record: VaultRecord,
  passcode: string,
  passcodeKey: PasscodeKey,
): Promise<Uint8Array<ArrayBuffer>> {
  const inner = await unseal(record.wrapping, record.wrapped);
  if (record.salt === undefined) return inner;
  const sealed = { iv: inner.slice(0, ivBytes), bytes: inner.slice(ivBytes) };
  try {
    return await unseal(await imported(await passcodeKey(passcode, record.salt)), sealed);
  } catch (problem) {
    if (!(problem instanceof DOMException)) throw problem;
    throw failure("unauthenticated", "This is not the passcode of this vault.", "Try again.");
  }
}

const imported = (key: Uint8Array): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", new Uint8Array(key), "AES-GCM", false, ["encrypt", "decrypt"]);

async function seal(key: CryptoKey, plain: Uint8Array<ArrayBuffer>): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
  return { iv, bytes: new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain)) };
}

async function unseal(key: CryptoKey, sealed: Sealed): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, key, sealed.bytes));
}

// ---- in IndexedDB -------------------------------------------------------------------------------------

export class VaultRecords {
  readonly #database: IDBDatabase;

  private constructor(database: IDBDatabase) {
    this.#database = database;
  }

  static async open(): Promise<VaultRecords> {
    const request = indexedDB.open(databaseName, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("vaults", { keyPath: "id" });
      request.result.createObjectStore("choices");
    };
    return new VaultRecords(await settled(request));
  }

  async all(): Promise<VaultRecord[]> {
    return settled<VaultRecord[]>(this.#database.transaction("vaults").objectStore("vaults").getAll());
  }

  async get(id: string): Promise<VaultRecord | undefined> {
    return settled<VaultRecord | undefined>(this.#database.transaction("vaults").objectStore("vaults").get(id));
  }

  /** On the disk when it returns: a database whose key is lost cannot be read by anybody. */
  async put(record: VaultRecord): Promise<void> {
    await this.#write("vaults", (store) => store.put(record));
  }

  /** The vault that is open, and is opened again when the app starts; empty: none. */
  async lastOpen(): Promise<string> {
    const choices = this.#database.transaction("choices").objectStore("choices");
    return (await settled<string | undefined>(choices.get("open"))) ?? "";
  }

  async setLastOpen(id: string): Promise<void> {
    await this.#write("choices", (store) => store.put(id, "open"));
  }

  #write(name: string, change: (store: IDBObjectStore) => void): Promise<void> {
    const transaction = this.#database.transaction(name, "readwrite", { durability: "strict" });
    change(transaction.objectStore(name));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("The change was not kept."));
    });
  }
}

function settled<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("The browser's database did not answer."));
  });
}
