// The files of one vault in the browser's own file system. Opening a file is asynchronous and SQLite is
// not, so that all of them are opened before the core starts. A synchronous handle is exclusive: while
// this worker holds it, nobody else can read or write the file.
import { failure } from "./field-failure.ts";

/** Root of everything that is stored: vaults/ID/muster.db and its log. */
export const vaultsFolder = "vaults";
export const databaseName = "muster.db";
const fileNames = [databaseName, `${databaseName}-wal`, `${databaseName}-journal`];

const failed = -1;
const full = -2; // as storage_vfs.cpp knows it
const attemptsMax = 50;
const attemptMs = 100;

type File = { readonly name: string; readonly handle: FileSystemSyncAccessHandle };

export class Storage {
  readonly #files: readonly File[];

  private constructor(files: readonly File[]) {
    this.#files = files;
  }

  /** Waits while a worker that is ending still holds a file; then fails as "unavailable". */
  static async open(folder: FileSystemDirectoryHandle): Promise<Storage> {
    const files: File[] = [];
    try {
      for (const name of fileNames) files.push({ name, handle: await openFile(folder, name) });
    } catch (problem) {
      for (const file of files) file.handle.close();
      throw problem;
    }
    return new Storage(files);
  }

  /** For a core that opens no vault. */
  static none(): Storage {
    return new Storage([]);
  }

  close(): void {
    for (const file of this.#files) file.handle.close();
  }

  /** Imports of field.wasm's module "storage". `bytes` views the core's memory as it is now. */
  imports(bytes: (at: number, size: number) => Uint8Array): Record<string, (...given: number[]) => number> {
    const file = (slot: number): FileSystemSyncAccessHandle => {
      const known = this.#files[slot];
      if (known === undefined) throw new RangeError(`no file ${slot}`);
      return known.handle;
    };
    return {
      lookup: (name = 0, size = 0) => {
        const wanted = new TextDecoder().decode(bytes(name, size).slice());
        return this.#files.findIndex((each) => each.name === wanted);
      },
      read: (slot = 0, to = 0, size = 0, at = 0) =>
        guarded(() => file(slot).read(bytes(to, size), { at })),
      write: (slot = 0, from = 0, size = 0, at = 0) =>
        guarded(() => file(slot).write(bytes(from, size), { at })),
      truncate: (slot = 0, size = 0) => guarded(() => file(slot).truncate(size) ?? 0),
      flush: (slot = 0) => guarded(() => file(slot).flush() ?? 0),
      size: (slot = 0) => guarded(() => file(slot).getSize()),
    };
  }
}

/** No exception may cross the core: it would not be caught there. */
function guarded(action: () => number): number {
  try {
    return action();
  } catch (problem) {
    const name = problem instanceof DOMException ? problem.name : "";
    if (name !== "QuotaExceededError") console.error("storage", problem);
    return name === "QuotaExceededError" ? full : failed;
  }
}

async function openFile(folder: FileSystemDirectoryHandle, name: string): Promise<FileSystemSyncAccessHandle> {
  const file = await folder.getFileHandle(name, { create: true });
  for (let attempt = 1; ; ++attempt) {
    try {
      return await file.createSyncAccessHandle();
    } catch (problem) {
      const held = problem instanceof DOMException && problem.name === "NoModificationAllowedError";
      if (!held) throw problem;
      if (attempt === attemptsMax) {
        throw failure("unavailable", "Another window holds this tablet's data.", "Close the other window, then try again.");
      }
      await new Promise((resolve) => setTimeout(resolve, attemptMs));
    }
  }
}

export async function folderAt(...path: readonly string[]): Promise<FileSystemDirectoryHandle> {
  let folder = await navigator.storage.getDirectory();
  for (const name of path) folder = await folder.getDirectoryHandle(name, { create: true });
  return folder;
}
