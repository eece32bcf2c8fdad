import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { spoken } from "../model/conversation";
import { checks, insecure, statusOpen } from "../model/house";
import { close as closePage, page } from "../model/pages";
import { Composer } from "./Composer";
import { Conversation } from "./Conversation";
import { moment } from "./format";
import { MemoryPage } from "./MemoryPage";
import { PeoplePage } from "./PeoplePage";
import { SchedulesPage } from "./SchedulesPage";
import { Security } from "./Security";
import { Sidebar } from "./Sidebar";
import { SkillsPage } from "./SkillsPage";
import { StepUp } from "./StepUp";
import { StatusPanel } from "./StatusPanel";
import { TopStrip } from "./TopStrip";

export const drawerOpen = signal(false);

export function App() {
  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      if (event.key === "Escape") {
        drawerOpen.value = false;
        statusOpen.value = false;
        closePage();
      }
    };
    addEventListener("keydown", close);
    return () => removeEventListener("keydown", close);
  }, []);
  return (
    <>
      <a class="skip" href="#" onClick={focusComposer}>
        Skip to the message box
      </a>
      <InsecureBar />
      <div class="house">
        {/* A page covers these: nobody is led beneath it. */}
        <div class="rooms" inert={page.value !== null}>
          <Sidebar />
          <main class="room">
            <TopStrip />
            <Conversation />
            <Composer />
          </main>
          <StatusPanel />
        </div>
        <Security />
        <MemoryPage />
        <SchedulesPage />
        <PeoplePage />
        <SkillsPage />
      </div>
      <StepUp />
      <div class="unseen" aria-live="polite">
        {spoken}
      </div>
    </>
  );
}

function focusComposer(event: Event): void {
  event.preventDefault();
  document.getElementById("composer")?.focus();
}

/** What weakens something is shown on every page, and cannot be closed. */
function InsecureBar() {
  const names = insecure.value;
  const bypasses = checks.value?.bypasses ?? [];
  return names.length === 0 && bypasses.length === 0 ? null : (
    <div class="insecure" role="alert">
      {names.length > 0 && (
        <p>
          <strong>Weakened by settings:</strong> {names.join(", ")}
        </p>
      )}
      {bypasses.map((bypass) => (
        <p key={bypass.check + bypass.subject}>
          <strong>Check {bypass.check} is bypassed</strong> until {moment(bypass.until)}: {bypass.reason}
        </p>
      ))}
    </div>
  );
}
