// The page of cardcheck: it takes the token out of the address, follows what there is to see, and sends what the person decides.
import { element } from "./assets/dom";
import { Asker } from "./ask";
import { Screen } from "./screen";

const patience = 1000; // between two attempts
const attempts = 5;

/** The ticket came in the fragment, which no server sees. It is good once, and so leaves the address. */
function takeTicket(): string {
  const given = location.hash.slice(1);
  if (!/^[0-9a-f]{64}$/.test(given)) return "";
  history.replaceState(null, "", location.pathname);
  return given;
}

/** Follows until the program ends, over short breaks. */
async function follow(asker: Asker, screen: Screen): Promise<void> {
  for (let left = attempts; left > 0 && !asker.unknown; left--) {
    try {
      await asker.events((view) => {
        left = attempts;
        screen.show(view);
      });
    } catch {
      // Nobody listens: for the moment, or any more.
    }
    screen.lost();
    await new Promise((done) => setTimeout(done, patience));
  }
  screen.ended(asker.unknown);
}

const main = document.querySelector<HTMLElement>("main");
if (main) {
  const asker = new Asker(takeTicket());
  main.append(element("h1", "", "Looking at this computer …"));
  void follow(asker, new Screen(main, asker));
}
