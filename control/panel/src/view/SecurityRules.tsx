import { useEffect, useState } from "preact/hooks";
import { get, post } from "../model/api";
import { Part, useDoing } from "./Security";

interface Rule {
  id: string;
  sentence: string;
  made: number;
}

/** What the owner said "always" to. */
export function RulesSection() {
  const [problem, busy, run] = useDoing();
  const [rules, setRules] = useState<Rule[]>([]);
  const refresh = async () => setRules((await get<{ rules: Rule[] }>("/api/rules")).rules);
  useEffect(() => void run(refresh), []);
  const forget = async (rule: Rule) => {
    await post(`/api/rules/${rule.id}/forget`, {});
    await refresh();
  };
  return (
    <Part
      title="Always allowed"
      about="What the assistant does without asking, because you said “always” to exactly that."
      problem={problem}
    >
      {rules.length === 0 ? (
        <p class="faint">Nothing. You are asked each time.</p>
      ) : (
        <ul class="rows">
          {rules.map((rule) => (
            <li key={rule.id}>
              <span class="grow">
                {rule.sentence}
                <small>since {new Date(rule.made).toLocaleDateString()}</small>
              </span>
              <button class="plain" disabled={busy} onClick={() => void run(() => forget(rule))}>
                Ask again
              </button>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}
