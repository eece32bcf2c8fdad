/** Files that are to go along with the next message. */
import { computed, signal } from "@preact/signals";

export interface Picked {
  key: string;
  name: string;
  file: Blob;
  /** A small picture of it, as a data address; empty for what is no image. */
  thumb: string;
}

/** As moltbot.contract.chat.SentFile bounds them. */
const MAX_FILES = 10;
const MAX_BYTES = 12 * 1024 * 1024;

/** The end of a longer one is enough: it is made plain where it arrives. */
const MAX_NAME = 200;

/** What a model reads of an image is less than this; more would only cost. */
const MAX_SIDE = 2048;
const MAX_IMAGE_BYTES = 3_500_000;
const THUMB_SIDE = 160;
const SHRUNK = new Set(["image/jpeg", "image/png", "image/webp"]);

export const picked = signal<readonly Picked[]>([]);
/** How many are being made ready. */
export const preparing = signal(0);

export const problem = computed(() => {
  if (picked.value.length > MAX_FILES) {
    return `A message can have ${MAX_FILES} files. Remove some, then send.`;
  }
  const bytes = picked.value.reduce((sum, one) => sum + one.file.size, 0);
  return bytes > MAX_BYTES ? "These files are more than 12 MB together. Remove some, then send." : "";
});

export async function pick(files: Iterable<File>): Promise<void> {
  for (const file of [...files].slice(0, MAX_FILES + 1)) {
    preparing.value++;
    try {
      picked.value = [...picked.value, await ready(file)];
    } finally {
      preparing.value--;
    }
  }
}

export function unpick(key: string): void {
  picked.value = picked.value.filter((one) => one.key !== key);
}

/** Takes what is picked, for one message. */
export function take(): readonly Picked[] {
  const files = picked.value;
  picked.value = [];
  return files;
}

async function ready(file: File): Promise<Picked> {
  const whole = { key: crypto.randomUUID(), name: file.name === "" ? "file" : file.name, file, thumb: "" };
  if (!file.type.startsWith("image/") || file.type === "image/svg+xml") {
    return whole;
  }
  try {
    const image = await createImageBitmap(file);
    const thumb = drawn(image, THUMB_SIDE).toDataURL("image/jpeg", 0.8);
    const large = Math.max(image.width, image.height) > MAX_SIDE || file.size > MAX_IMAGE_BYTES;
    if (!large || !SHRUNK.has(file.type)) {
      return { ...whole, thumb };
    }
    const small = await encoded(drawn(image, MAX_SIDE));
    return small === null ? { ...whole, thumb } : { ...whole, name: jpeg(whole.name), file: small, thumb };
  } catch {
    // It says that it is an image, and this browser cannot read it: it goes as it is.
    return whole;
  }
}

function drawn(image: ImageBitmap, most: number): HTMLCanvasElement {
  const scale = Math.min(1, most / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const brush = canvas.getContext("2d")!;
  brush.fillStyle = "white";
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.imageSmoothingQuality = "high";
  brush.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function encoded(canvas: HTMLCanvasElement): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.88));
}

function jpeg(name: string): string {
  return name.replace(/\.[A-Za-z0-9]{1,5}$/, "") + ".jpg";
}

/** A message and its files as one body: a line that says what comes, then the words, then the files. */
export function parcel(id: string, text: string, files: readonly Picked[]): Blob {
  const words = new TextEncoder().encode(text);
  const head = {
    id,
    textBytes: words.length,
    files: files.map((one) => ({ name: one.name.slice(-MAX_NAME), size: one.file.size })),
  };
  return new Blob([JSON.stringify(head), "\n", words, ...files.map((one) => one.file)], {
    type: "application/octet-stream",
  });
}
