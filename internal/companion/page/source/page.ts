// The script of cardcheck's page: it takes the ticket out of the address, shows each view, and sends what the user
// enters.
import { element } from "./assets/dom";
import { Client } from "./client";
import { Screen } from "./screen";

const retryDelay = 1000;
const maxAttempts = 5;

/** The ticket is in the fragment, which browsers do not send. It works once, so it leaves the address bar. */
function takeTicket(): string {
  const fragment = location.hash.slice(1);
  if (!/^[0-9a-f]{64}$/.test(fragment)) return "";
  history.replaceState(null, "", location.pathname);
  return fragment;
}

/** Shows views until the program ends, and reconnects after short interruptions. */
async function follow(client: Client, screen: Screen): Promise<void> {
  for (let left = maxAttempts; left > 0 && !client.rejected; left--) {
    try {
      await client.events((view) => {
        left = maxAttempts;
        screen.show(view);
      });
    } catch {
      // The program does not respond, perhaps for a moment only.
    }
    screen.showDisconnected();
    await new Promise((done) => setTimeout(done, retryDelay));
  }
  screen.showEnded(client.rejected);
}

const main = document.querySelector<HTMLElement>("main");
if (main) {
  const client = new Client(takeTicket());
  main.append(element("h1", "", "Checking this computer …"));
  void follow(client, new Screen(main, client));
}
