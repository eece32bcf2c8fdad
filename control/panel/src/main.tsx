import { render } from "preact";
import "./style/tokens.css";
import "./style/layout.css";
import "./style/chat.css";
import "./style/files.css";
import "./style/cards.css";
import "./style/status.css";
import "./style/security.css";
import "./style/memory.css";
import { signedIn } from "./model/api";
import { begin } from "./model/conversation";
import { insecure, look } from "./model/house";
import { App } from "./view/App";

async function start(): Promise<void> {
  try {
    insecure.value = (await signedIn()).insecure;
  } catch {
    // Not signed in: the address of the sign-in page is on its way. Anything else shows as a lost connection.
  }
  void look();
  await begin();
}

document.addEventListener("visibilitychange", () => void look());
render(<App />, document.getElementById("app")!);
void start();
