import { session, sessions } from "../model/conversation";
import { guard, GUARD_WORDS, look, overview, statusOpen } from "../model/house";
import { drawerOpen } from "./App";
import { Chevron, Menu } from "./icons";
import { ModelPicker } from "./ModelPicker";

export function TopStrip() {
  const title = sessions.value.find((known) => known.session === session.value)?.preview ?? "New conversation";
  return (
    <header class="strip">
      <button
        class="quiet only-narrow"
        aria-label="Conversations"
        aria-expanded={drawerOpen.value}
        aria-controls="side"
        onClick={() => (drawerOpen.value = true)}
      >
        <Menu />
      </button>
      <h1>{title}</h1>
      <ModelPicker />
      {overview.value?.model?.demo && (
        <span class="demo" title="Answers follow a script. Set a provider's key to talk to a real model.">
          Demo model<span class="more">: scripted, not an AI</span>
        </span>
      )}
      <button class={`guard ${guard.value}`} aria-expanded={statusOpen.value} aria-controls="status" onClick={toggle}>
        <span class="dot" />
        {GUARD_WORDS[guard.value]}
        <Chevron />
      </button>
    </header>
  );
}

function toggle(): void {
  statusOpen.value = !statusOpen.value;
  if (statusOpen.value) {
    void look();
  }
}
