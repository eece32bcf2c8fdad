// Runs in a world of its own beside the page's scripts: they see none of it, and none of their changes to built-in
// objects reach it. What it returns is still the page's word. Everything is bounded, whatever the page is like.
(firstNumber) => {
  const MOST_NODES = 20000;
  const MOST_LINE = 400;
  const MOST_LINES = 4000;
  const ACTIONABLE = new Set([
    "button", "checkbox", "combobox", "gridcell", "link", "listbox", "menuitem", "menuitemcheckbox", "menuitemradio",
    "option", "radio", "searchbox", "slider", "spinbutton", "switch", "tab", "textbox", "treeitem",
  ]);
  const LANDMARKS = new Set([
    "alert", "article", "banner", "complementary", "contentinfo", "dialog", "form", "main", "navigation", "region",
    "search", "table",
  ]);
  const numbers = new WeakMap();
  const elements = new Map();
  let next = firstNumber;

  const clean = (text, most) => {
    const plain = String(text).toWellFormed().replace(/[\s\p{Cc}\p{Cf}]+/gu, " ").trim();
    return plain.length > most ? plain.slice(0, most) + "…" : plain;
  };
  const numberOf = (element) => {
    let number = numbers.get(element);
    if (number === undefined) {
      number = next++;
      numbers.set(element, number);
      elements.set(number, new WeakRef(element));
    }
    return number;
  };
  const elementOf = (number) => {
    const element = elements.get(number)?.deref();
    return element !== undefined && element.isConnected ? element : null;
  };
  const roleOf = (element) => String(element.computedRole ?? "");
  const nameOf = (element) => clean(element.computedName ?? "", 200);
  const urlOf = (element) => {
    const url = element.href ?? element.currentSrc ?? element.src ?? "";
    return typeof url === "string" ? url : "";
  };

  const describe = (element, role) => {
    const parts = [`[${numberOf(element)}] ${role} "${nameOf(element)}"`];
    const tag = element.localName;
    if (tag === "input" || tag === "textarea") {
      const type = String(element.type);
      if (type === "checkbox" || type === "radio") {
        parts.push(element.checked ? "checked" : "not checked");
      } else if (type === "password") {
        parts.push(element.value === "" ? "empty" : "filled");
      } else if (type !== "submit" && type !== "button") {
        parts.push(`value "${clean(element.value, 100)}"`);
      }
    } else if (tag === "select") {
      const options = [...element.options].slice(0, 50).map((option) => `"${clean(option.label, 60)}"`);
      parts.push(`value "${clean(element.selectedOptions[0]?.label ?? "", 60)}"`, `options ${options.join(", ")}`);
    }
    if (element.disabled === true || element.ariaDisabled === "true") {
      parts.push("disabled");
    }
    if (element.ariaExpanded !== null && element.ariaExpanded !== undefined) {
      parts.push(element.ariaExpanded === "true" ? "open" : "closed");
    }
    if (role === "link" && urlOf(element) !== "") {
      parts.push(`to ${clean(urlOf(element), 200)}`);
    }
    return parts.join(" ");
  };

  const read = () => {
    const lines = [];
    let line = "";
    let nodes = 0;
    let whole = true;
    const end = () => {
      const text = clean(line, MOST_LINE * 10);
      for (let at = 0; at < text.length && lines.length < MOST_LINES; at += MOST_LINE) {
        lines.push(text.slice(at, at + MOST_LINE));
      }
      line = "";
    };
    const wholeLine = (text) => {
      end();
      lines.push(clean(text, MOST_LINE * 3));
    };
    const children = (node) => {
      const root = node.shadowRoot;
      if (root) {
        return root.childNodes;
      }
      if (node.localName === "slot") {
        const given = node.assignedNodes();
        return given.length > 0 ? given : node.childNodes;
      }
      return node.childNodes;
    };
    const walkAll = (node, depth) => {
      for (const child of children(node)) {
        walk(child, depth + 1);
      }
    };
    const frame = (element, depth) => {
      const inside = element.contentDocument;
      if (inside) {
        wholeLine("frame:");
        walkAll(inside, depth);
      } else {
        wholeLine(`[${numberOf(element)}] frame of another site: ${clean(urlOf(element), 200)}`);
      }
    };
    const walk = (node, depth) => {
      if (nodes++ > MOST_NODES || lines.length >= MOST_LINES || depth > 400) {
        whole = false;
        return;
      }
      if (node.nodeType === Node.TEXT_NODE) {
        line += node.data.slice(0, 20000);
        return;
      }
      if (node.nodeType !== Node.ELEMENT_NODE) {
        return;
      }
      const tag = node.localName;
      if (["script", "style", "noscript", "template", "head"].includes(tag)) {
        return;
      }
      if (tag !== "html" && tag !== "body" && !node.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: false })) {
        if (getComputedStyle(node).display !== "contents") {
          return;
        }
      }
      if (node.ariaHidden === "true" || node.inert === true) {
        return;
      }
      if (tag === "iframe" || tag === "frame") {
        frame(node, depth);
        return;
      }
      const editable = node.isContentEditable === true && node.parentElement?.isContentEditable !== true;
      const role = editable ? "textbox" : roleOf(node);
      if (ACTIONABLE.has(role)) {
        wholeLine(describe(node, role));
      } else if (role === "heading") {
        end();
        const level = Number(node.ariaLevel ?? tag.slice(1)) || 2;
        line = "#".repeat(Math.min(6, Math.max(1, level))) + " ";
        walkAll(node, depth);
        end();
      } else if (role === "image" || role === "img" || tag === "img" || tag === "svg") {
        if (nameOf(node) !== "") {
          wholeLine(`[${numberOf(node)}] image "${nameOf(node)}"`);
        }
      } else if (tag === "br" || tag === "hr") {
        end();
      } else {
        const display = getComputedStyle(node).display;
        const block = !display.startsWith("inline") && display !== "contents";
        const cell = display === "table-cell";
        if (LANDMARKS.has(role)) {
          wholeLine(`${role}${nameOf(node) === "" ? "" : ` "${nameOf(node)}"`}:`);
        } else if (block && !cell) {
          end();
        }
        if (role === "listitem") {
          line += "- ";
        }
        walkAll(node, depth);
        if (cell) {
          line += " | ";
        } else if (block) {
          end();
        }
      }
    };
    try {
      if (document.documentElement) {
        walk(document.documentElement, 0);
      }
    } catch (error) {
      whole = false;
    }
    end();
    return { lines: lines.filter((one) => one !== ""), whole, next, title: clean(document.title, 200), url: location.href, asked: asked() };
  };

  /** Where the page loads from, or wanted to. */
  const asked = () => {
    const origins = new Set();
    for (const entry of performance.getEntriesByType("resource").slice(0, 1000)) {
      try {
        origins.add(new URL(entry.name).origin);
      } catch {
        // No address that leads anywhere.
      }
      if (origins.size >= 100) {
        break;
      }
    }
    return [...origins];
  };

  const found = (number) => {
    const element = elementOf(number);
    return element === null ? { problem: "gone" } : { element };
  };

  /** Where to press on it, in the window's own pixels. */
  const place = (number) => {
    const { element, problem } = found(number);
    if (problem) {
      return { problem };
    }
    element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const box = [...element.getClientRects()].find((one) => one.width > 0 && one.height > 0);
    if (!box) {
      return { problem: "hidden" };
    }
    let x = box.x + box.width / 2;
    let y = box.y + box.height / 2;
    let view = element.ownerDocument.defaultView;
    const hit = element.getRootNode().elementFromPoint?.(x, y);
    const on = hit && (hit === element || element.contains(hit) || hit.contains(element) || element.labels && [...element.labels].some((label) => label.contains(hit)));
    if (!on) {
      return { problem: "covered" };
    }
    while (view && view.frameElement) {
      const outer = view.frameElement.getBoundingClientRect();
      x += outer.x + view.frameElement.clientLeft;
      y += outer.y + view.frameElement.clientTop;
      view = view.parent;
    }
    return { x: Math.round(x), y: Math.round(y) };
  };

  const focus = (number) => {
    const { element, problem } = found(number);
    if (problem) {
      return { problem };
    }
    element.focus();
    if (element.select) {
      element.select();
    } else if (element.isContentEditable) {
      element.ownerDocument.getSelection().selectAllChildren(element);
    }
    const focused = element.getRootNode().activeElement === element;
    return focused ? {} : { problem: "unfocusable" };
  };

  const choose = (number, wanted) => {
    const { element, problem } = found(number);
    if (problem) {
      return { problem };
    }
    if (element.localName !== "select") {
      return { problem: "no-choice" };
    }
    const option = [...element.options].find((one) => clean(one.label, 60) === wanted || one.value === wanted);
    if (!option || option.disabled) {
      return { problem: "no-option" };
    }
    element.focus();
    option.selected = true;
    element.dispatchEvent(new Event("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
    return {};
  };

  const source = (number) => {
    const { element, problem } = found(number);
    return problem ? { problem } : { url: urlOf(element) };
  };

  globalThis.moltbot = { read, place, focus, choose, source };
}
