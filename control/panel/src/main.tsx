import { render } from "preact";
import "./style/tokens.css";
import "./style/layout.css";
import "./style/chat.css";
import "./style/files.css";
import "./style/cards.css";
import "./style/status.css";
import "./style/security.css";
import "./style/memory.css";
import "./style/pages.css";
import { signedIn } from "./model/api";
import { begin, refreshChoice } from "./model/conversation";
import { insecure, look } from "./model/house";
import { refreshModels } from "./model/models";
import { refreshPeople } from "./model/people";
import { App } from "./view/App";

async function start(): Promise<void> {
  try {
    insecure.value = (await signedIn()).insecure;
  } catch {
    // Not signed in: the address of the sign-in page is on its way. Anything else shows as a lost connection.
  }
  void look();
  await begin();
  lookForPeople();
  // What is chosen is offered once it is known what from.
  await refreshModels()
    .then(refreshChoice)
    .catch(() => undefined);
}

const PEOPLE_EVERY = 60_000;

/** Who waits is shown beside the conversation, too. */
function lookForPeople(): void {
  if (!document.hidden) {
    refreshPeople().catch(() => undefined);
  }
}

document.addEventListener("visibilitychange", () => void look());
setInterval(lookForPeople, PEOPLE_EVERY);
render(<App />, document.getElementById("app")!);
void start();
