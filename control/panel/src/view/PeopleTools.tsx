import { useState } from "preact/hooks";
import { TOOLS, give, type Guest } from "../model/people";
import { Ask, type Question } from "./Sheet";

/** Which tools are used in conversations with somebody, in words; nothing where there are all. */
export function toolsOf(guest: Guest): string {
  if (guest.tools === undefined) {
    return "";
  }
  return guest.tools.length === 0 ? "no tools" : `only these tools: ${guest.tools.join(", ")}`;
}

/** Lets the owner choose them. */
export function GivingTools({ guest, onClose }: { guest: Guest; onClose: () => void }) {
  const [all, setAll] = useState(guest.tools === undefined);
  const [some, setSome] = useState<string[]>(guest.tools ?? []);
  const turn = (tool: string) => setSome(some.includes(tool) ? some.filter((one) => one !== tool) : [...some, tool]);
  const question: Question = {
    words: (
      <fieldset>
        <legend>What may the assistant use in these conversations?</legend>
        <label>
          <input type="radio" name={`tools-${guest.key}`} checked={all} onChange={() => setAll(true)} />
          <span>
            <strong>All its tools.</strong> What goes beyond the standing limits asks you each time.
          </span>
        </label>
        <label>
          <input type="radio" name={`tools-${guest.key}`} checked={!all} onChange={() => setAll(false)} />
          <span>
            <strong>Only these.</strong> With none of them it talks, and does nothing else.
          </span>
        </label>
        {!all && (
          <div class="tools">
            {Object.entries(TOOLS).map(([tool, about]) => (
              <label key={tool}>
                <input type="checkbox" checked={some.includes(tool)} onChange={() => turn(tool)} />
                <span>
                  <strong>{tool}</strong> <small>{about}</small>
                </span>
              </label>
            ))}
          </div>
        )}
      </fieldset>
    ),
    yes: "Save",
    done: "It counts from now on.",
    run: () => give(guest.key, all ? null : some),
  };
  return <Ask question={question} onClose={onClose} />;
}
