import { useState } from "preact/hooks";
import { change, showToken, type Factors } from "../model/security";
import { ago, Part, useDoing } from "./Security";

const SCOPES: [string, string][] = [
  ["status:read", "the overview, for a dashboard"],
  ["metrics:read", "figures, for Prometheus"],
  ["chat:use", "talk to the assistant, for OpenAI clients"],
];

/** Tokens of machines: they read, or talk to the assistant, and decide nothing. */
export function TokenSection({ now }: { now: Factors }) {
  const [problem, busy, run] = useDoing();
  const [name, setName] = useState("");
  const [scope, setScope] = useState("status:read");
  const [days, setDays] = useState("90");
  const make = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      const made = await change<{ token: string }>("/auth/tokens/make", { name, scopes: [scope], days: Number(days) });
      setName("");
      showToken(made.token);
    });
  };
  return (
    <Part
      title="Tokens for machines"
      about="They let a program read, or talk to the assistant, and never approve or change anything. Each ends with its date, and with any trip of the breaker."
      problem={problem}
    >
      <ul class="rows">
        {now.tokens.map((one) => (
          <li key={one.id}>
            <span class="grow">
              {one.name}
              {one.ended && <em class="bad">ended with a trip</em>}
              <small>
                {one.scopes.join(", ")} · until {new Date(one.expiresAt * 1000).toLocaleDateString()}
                {one.lastUsedAt > 0 && ` · used ${ago(one.lastUsedAt)}`}
              </small>
            </span>
            <button class="plain" disabled={busy} onClick={() => void run(() => change("/auth/tokens/revoke", { id: one.id }))}>
              Revoke
            </button>
          </li>
        ))}
      </ul>
      <form class="row wrap" onSubmit={make}>
        <input
          aria-label="Name of the token"
          placeholder="Name, such as “Grafana”"
          maxLength={40}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <select aria-label="What it may do" value={scope} onChange={(event) => setScope(event.currentTarget.value)}>
          {SCOPES.map(([word, meaning]) => (
            <option key={word} value={word}>
              {word}: {meaning}
            </option>
          ))}
        </select>
        <select aria-label="How long it lasts" value={days} onChange={(event) => setDays(event.currentTarget.value)}>
          <option value="7">7 days</option>
          <option value="90">90 days</option>
          <option value="365">1 year</option>
        </select>
        <button class="plain" disabled={busy || name.trim() === ""}>
          Make a token
        </button>
      </form>
    </Part>
  );
}
