/** Bold, italic, code and links within a line. Addresses of other kinds than http, https and mailto stay text. */
import type { ComponentChildren } from "preact";

const PIECES =
  /(`+)([\s\S]*?[^`])\1(?!`)|\*\*(\S(?:[\s\S]*?\S)?)\*\*|(?<!\w)__(\S(?:[\s\S]*?\S)?)__(?!\w)|\*(?![\s*])([^*]*[^\s*])\*|(?<!\w)_(?![\s_])([^_]*[^\s_])_(?!\w)|\[([^\][]+)\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)|(https?:\/\/[^\s<>()]*[^\s<>().,;:!?'"*])/g;

const MAX_DEPTH = 6;

export function inline(text: string, depth = 0): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let end = 0;
  for (const match of depth > MAX_DEPTH ? [] : text.matchAll(PIECES)) {
    const piece = shown(match, depth + 1);
    if (piece !== null) {
      parts.push(text.slice(end, match.index), piece);
      end = match.index + match[0].length;
    }
  }
  parts.push(text.slice(end));
  return parts;
}

function shown(match: RegExpMatchArray, depth: number): ComponentChildren {
  const [, , code, strong, strong2, soft, soft2, label, address, bare] = match;
  if (code !== undefined) {
    return <code>{code.trim()}</code>;
  }
  if (strong !== undefined || strong2 !== undefined) {
    return <strong>{inline((strong ?? strong2)!, depth)}</strong>;
  }
  if (soft !== undefined || soft2 !== undefined) {
    return <em>{inline((soft ?? soft2)!, depth)}</em>;
  }
  const target = address ?? bare ?? "";
  return harmless(target) ? (
    <a href={target} target="_blank" rel="noopener noreferrer">
      {label === undefined ? target : inline(label, depth)}
    </a>
  ) : null;
}

function harmless(address: string): boolean {
  try {
    return ["http:", "https:", "mailto:"].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}
