import type { ComponentChildren } from "preact";
import type { Check, Compartment, GuardReport, Overview, Spent } from "../model/events";
import { checks, guard, GUARD_WORDS, insecure, overview, statusOpen } from "../model/house";
import { bytes, dollars, duration, uptime } from "./format";
import { Close } from "./icons";

const DUTIES: Record<string, string> = {
  breaker: "faces the browser",
  control: "decides and records",
  gateway: "holds keys, reaches out",
  runtime: "runs the conversation",
  spawner: "starts sandboxes",
  guardian: "watches and can stop all",
};

export function StatusPanel() {
  if (!statusOpen.value) {
    return null;
  }
  const state = overview.value;
  return (
    <>
      <div class="veil shown clear" onClick={() => (statusOpen.value = false)} />
      <aside class="status" id="status" aria-label="State of the house">
        <header>
          <h2>State of the house</h2>
          <button class="quiet" aria-label="Close" onClick={() => (statusOpen.value = false)}>
            <Close />
          </button>
        </header>
        {state === null ? <p class="faint">Asking…</p> : <Facts state={state} />}
      </aside>
    </>
  );
}

function Facts({ state }: { state: Overview }) {
  const lease = state.lease?.ageMillis;
  return (
    <>
      <div class={`verdict ${guard.value}`}>
        <span class="dot" />
        <div>
          <strong>{GUARD_WORDS[guard.value]}</strong>
          <p>{MEANINGS[guard.value]}</p>
        </div>
      </div>
      {state.model?.demo && (
        <p class="demo-notice">
          <strong>Demo model: scripted, not an AI.</strong> It shows how Moltbot works without a key. To talk to a real
          model: <code>./moltbot secret set anthropic-api-key</code>
        </p>
      )}
      <dl class="facts">
        <Fact name="Breaker">{state.breaker?.state?.replace("_", " ").toLowerCase() ?? "no answer"}</Fact>
        <Fact name="Lease">{typeof lease === "number" ? `renewed ${duration(lease)} ago` : "none"}</Fact>
        <Fact name="Model">{state.model ? `${state.model.provider} · ${state.model.model}` : "no answer"}</Fact>
        {state.model?.day && <Fact name="Spent today">{spent(state.model.day)}</Fact>}
        {state.model?.month && <Fact name="This month">{spent(state.model.month)}</Fact>}
        <Fact name="Sandbox">{sandbox(state)}</Fact>
        {insecure.value.length > 0 && <Fact name="Weakened by">{insecure.value.join(", ")}</Fact>}
      </dl>
      {checks.value && <Checks report={checks.value} />}
      <h3>Six compartments</h3>
      <ul class="compartments">
        {state.compartments.map((compartment) => (
          <Row key={compartment.name} compartment={compartment} />
        ))}
        {state.compartments.length === 0 && <li class="faint">The supervisor gives no answer.</li>}
      </ul>
    </>
  );
}

/** Those that are not clear stand first; the rest is a list of what is looked at. */
function Checks({ report }: { report: GuardReport }) {
  const clear = report.rules.filter((check) => check.result === "clear");
  const other = report.rules.filter((check) => check.result !== "clear");
  return (
    <>
      <h3>
        Checks: {clear.length} of {report.rules.length} clear
      </h3>
      <ul class="checks">
        {other.map((check) => (
          <Looked key={check.id} check={check} />
        ))}
      </ul>
      <details class="checks-clear">
        <summary>What is clear</summary>
        <ul class="checks">
          {clear.map((check) => (
            <Looked key={check.id} check={check} />
          ))}
        </ul>
      </details>
    </>
  );
}

function Looked({ check }: { check: Check }) {
  const grave = check.findings.some((finding) => finding.action !== "warn" && finding.bypassed === null);
  const mark = check.result === "clear" ? "good" : grave ? "bad" : "";
  return (
    <li>
      <span class={`dot ${mark}`} />
      <span class="name">
        {check.id} · {check.title}
        {check.findings.map((finding) => (
          <small key={finding.evidence}>
            {finding.bypassed !== null && "Bypassed. "}
            {finding.reason} <code>{finding.evidence}</code>
          </small>
        ))}
      </span>
      <span class="numbers">
        {check.ageMillis === null ? check.result : `${duration(check.ageMillis)} ago`}
      </span>
    </li>
  );
}

const MEANINGS = {
  guarded: "The guardian's checks pass, and its permission is fresh.",
  checking: "Recovering after a trip. It opens fully once every check stays green.",
  blocked: "Something was found. Nobody gets in until it is reset on the host.",
  unknown: "The house does not say. If this stays, look at ./moltbot status on the host.",
};

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function spent(amount: Spent): string {
  return `${dollars(amount.nanos)} of ${dollars(amount.capNanos)}`;
}

function sandbox(state: Overview): string {
  if (state.sandbox === null) {
    return "no answer";
  }
  return state.sandbox.available ? state.sandbox.tier : `unavailable: ${state.sandbox.reason}`;
}

function Row({ compartment }: { compartment: Compartment }) {
  const memory = compartment.pssBytes ?? compartment.rssBytes;
  const restarts = compartment.restarts ?? 0;
  return (
    <li>
      <span class={compartment.state === "running" ? "dot good" : "dot bad"} />
      <span class="name">
        {compartment.name}
        <small>{DUTIES[compartment.name]}</small>
      </span>
      <span class="numbers">
        {compartment.state === "running" ? uptime(compartment.uptimeSeconds ?? 0) : compartment.state}
        <small>
          {memory ? bytes(memory) : "–"}
          {restarts > 0 && ` · ${restarts} ${restarts === 1 ? "restart" : "restarts"}`}
        </small>
      </span>
    </li>
  );
}
