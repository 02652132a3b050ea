// What pages need only after a click, loaded then. See later/load.ts.
import { copyByHand } from "./later/copy";
import { enlarge } from "./later/enlarge";
import { explain } from "./later/explain";
import { answer } from "./later/feedback";

const later = { answer, copyByHand, enlarge, explain };

/** The functions of this script. */
export type Later = typeof later;

declare global {
  interface Window {
    /** Set by this script. */
    later?: Later;
  }
}

window.later = later;
