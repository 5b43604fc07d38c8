// A picture from the camera made small enough to keep and to send. It is drawn anew, so that what the camera
// wrote beside it (the place, the device's number) does not go along; the hash of the camera's own file does.
export interface Captured {
  readonly content: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  readonly name: string;
  readonly originalHash: Uint8Array | undefined; // SHA-256 of the file that it was made from
}

const edgeMax = 1_600; // pixels of the longer side
const bytesWanted = 400_000;
const qualities = [0.85, 0.7, 0.55, 0.4] as const;

/** Width and height with the longer side at most `edgeMax`, in whole pixels. */
export function scaled(width: number, height: number): { width: number; height: number } {
  const share = Math.min(1, edgeMax / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) };
}

/** As it is: recordings, documents, and pictures that this browser cannot draw. */
export async function asFile(file: File): Promise<Captured> {
  return {
    content: new Uint8Array(await file.arrayBuffer()),
    mediaType: file.type || "application/octet-stream",
    name: file.name,
    originalHash: undefined,
  };
}

export async function photo(file: File): Promise<Captured> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return asFile(file); // a format of the camera's maker: kept as it is rather than lost
  }
  try {
    const content = await drawn(picture);
    const hash = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    const name = `${file.name.replace(/\.[^.]*$/, "") || "photo"}.jpg`;
    return { content, mediaType: "image/jpeg", name, originalHash: new Uint8Array(hash) };
  } finally {
    picture.close();
  }
}

async function drawn(picture: ImageBitmap): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = scaled(picture.width, picture.height);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("This browser has no canvas.");
  context.drawImage(picture, 0, 0, width, height);
  let bytes = new Uint8Array(0);
  for (const quality of qualities) {
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality });
    bytes = new Uint8Array(await blob.arrayBuffer());
    if (bytes.length <= bytesWanted) break;
  }
  return bytes;
}
