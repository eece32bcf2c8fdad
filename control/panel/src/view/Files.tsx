import type { Received } from "../model/events";
import { session } from "../model/conversation";
import type { Picked } from "../model/files";
import { bytes } from "./format";
import { FileIcon } from "./icons";

/** What came along with a message and is in the workspace. */
export function ReceivedFiles({ files }: { files: readonly Received[] }) {
  if (files.length === 0) {
    return null;
  }
  return (
    <ul class="files">
      {files.map((file) => (
        <li key={file.path}>
          {file.image !== "" ? (
            <a href={address(file.image)} target="_blank" rel="noopener noreferrer">
              <img loading="lazy" src={address(file.image)} alt={called(file.path)} />
            </a>
          ) : (
            <Named name={called(file.path)} size={file.size} title={file.path} />
          )}
        </li>
      ))}
    </ul>
  );
}

/** What the assistant gives: a picture to look at, and everything to be saved. */
export function GivenFile({ item }: { item: { call: string; path: string; size: number; image: boolean } }) {
  const name = called(item.path);
  const at = `/api/sessions/${session.value}/files/${encodeURIComponent(item.call)}`;
  return (
    <figure class="given" aria-label={`A file for you: ${name}`}>
      {item.image && <img loading="lazy" src={at} alt={name} />}
      <figcaption>
        <Named name={name} size={item.size} title={item.path} />
        <a href={at} download={name}>
          Save
        </a>
      </figcaption>
    </figure>
  );
}

function address(image: string): string {
  return `/api/sessions/${session.value}/images/${encodeURIComponent(image)}`;
}

function called(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** What is to go along. */
export function PickedFiles({ files, onRemove }: { files: readonly Picked[]; onRemove?: (key: string) => void }) {
  if (files.length === 0) {
    return null;
  }
  return (
    <ul class="files picked">
      {files.map((one) => (
        <li key={one.key}>
          {one.thumb !== "" ? <img src={one.thumb} alt={one.name} /> : <Named name={one.name} size={one.file.size} title={one.name} />}
          {onRemove !== undefined && (
            <button type="button" aria-label={`Take ${one.name} away`} onClick={() => onRemove(one.key)}>
              ×
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

function Named({ name, size, title }: { name: string; size: number; title: string }) {
  return (
    <span class="named" title={title}>
      <FileIcon />
      <b>{name}</b>
      <small>{bytes(size)}</small>
    </span>
  );
}
