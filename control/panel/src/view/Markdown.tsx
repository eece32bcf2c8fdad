/** Markdown to elements; never to HTML text. What it does not know stays as it was written. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { inline } from "./inline";

type Block =
  | { kind: "code"; language: string; text: string }
  | { kind: "heading"; text: string }
  | { kind: "rule" }
  | { kind: "quote"; text: string }
  | { kind: "list"; ordered: boolean; start: number; items: string[] }
  | { kind: "paragraph"; text: string };

export function Markdown({ text, writing = false }: { text: string; writing?: boolean }) {
  return <div class={writing ? "prose writing" : "prose"}>{blocks(text.split("\n")).map(element)}</div>;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([^`]*)$/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const QUOTE = /^ {0,3}> ?(.*)$/;
const HEADING = /^ {0,3}#{1,6}\s+(.*?)\s*#*$/;
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;

function blocks(lines: readonly string[]): Block[] {
  const found: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    const [block, next] = line.trim() === "" ? [null, at + 1] : blockAt(lines, at);
    if (block !== null) {
      found.push(block);
    }
    at = next;
  }
  return found;
}

function blockAt(lines: readonly string[], at: number): [Block, number] {
  const line = lines[at]!;
  const fence = FENCE.exec(line);
  if (fence !== null) {
    return code(lines, at + 1, fence[1]!, fence[2]!.trim());
  }
  const heading = HEADING.exec(line);
  if (heading !== null) {
    return [{ kind: "heading", text: heading[1]! }, at + 1];
  }
  if (RULE.test(line)) {
    return [{ kind: "rule" }, at + 1];
  }
  if (QUOTE.test(line)) {
    return gathered(lines, at, QUOTE, (text) => ({ kind: "quote", text }));
  }
  return ITEM.test(line) ? list(lines, at) : paragraph(lines, at);
}

function code(lines: readonly string[], from: number, fence: string, language: string): [Block, number] {
  let end = from;
  while (end < lines.length && !closes(lines[end]!, fence)) {
    end++;
  }
  return [{ kind: "code", language, text: lines.slice(from, end).join("\n") }, end + 1];
}

function closes(line: string, fence: string): boolean {
  const text = line.trim();
  return text.length >= fence.length && text === fence[0]!.repeat(text.length);
}

function gathered(lines: readonly string[], at: number, form: RegExp, make: (text: string) => Block): [Block, number] {
  const texts: string[] = [];
  let match: RegExpExecArray | null;
  while (at < lines.length && (match = form.exec(lines[at]!)) !== null) {
    texts.push(match[1]!);
    at++;
  }
  return [make(texts.join("\n")), at];
}

/** An item's further lines, lists within it among them, belong to it by their indentation. */
function list(lines: readonly string[], at: number): [Block, number] {
  const first = ITEM.exec(lines[at]!)!;
  const depth = first[1]!.length;
  const ordered = /\d/.test(first[2]!);
  const items: string[] = [];
  while (at < lines.length) {
    const line = lines[at]!;
    const item = ITEM.exec(line);
    const indent = line.length - line.trimStart().length;
    if (item !== null && indent <= depth + 1 && /\d/.test(item[2]!) === ordered && indent >= depth) {
      items.push(item[3]!);
    } else if (items.length > 0 && indent > depth + 1) {
      items.push(`${items.pop()!}\n${line.slice(Math.min(indent, depth + 2))}`);
    } else if (!(line.trim() === "" && ITEM.test(lines[at + 1] ?? ""))) {
      break;
    }
    at++;
  }
  return [{ kind: "list", ordered, start: ordered ? parseInt(first[2]!, 10) : 1, items }, at];
}

function paragraph(lines: readonly string[], at: number): [Block, number] {
  const texts = [lines[at]!];
  for (at++; at < lines.length; at++) {
    const line = lines[at]!;
    if (line.trim() === "" || [FENCE, HEADING, RULE, QUOTE, ITEM].some((form) => form.test(line))) {
      break;
    }
    texts.push(line);
  }
  return [{ kind: "paragraph", text: texts.join("\n") }, at];
}

function element(block: Block, key: number): ComponentChildren {
  switch (block.kind) {
    case "code":
      return <Code key={key} language={block.language} text={block.text} />;
    case "heading":
      return <h3 key={key}>{inline(block.text)}</h3>;
    case "rule":
      return <hr key={key} />;
    case "quote":
      return <blockquote key={key}>{blocks(block.text.split("\n")).map(element)}</blockquote>;
    case "list": {
      const items = block.items.map((item, index) => <li key={index}>{itemContent(item)}</li>);
      return block.ordered ? (
        <ol key={key} start={block.start}>
          {items}
        </ol>
      ) : (
        <ul key={key}>{items}</ul>
      );
    }
    case "paragraph":
      return <p key={key}>{inline(block.text)}</p>;
  }
}

function itemContent(item: string): ComponentChildren {
  const [first = "", ...rest] = item.split("\n");
  return rest.length === 0 ? inline(first) : [inline(first), ...blocks(rest).map(element)];
}

function Code({ language, text }: { language: string; text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1600);
  };
  return (
    <div class="code">
      <header>
        <span>{language}</span>
        {isSecureContext && (
          <button type="button" onClick={() => void copy()}>
            {copied ? "Copied" : "Copy"}
          </button>
        )}
      </header>
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
    </div>
  );
}
