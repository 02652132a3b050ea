// What pages need only after a click, loaded then. See later/load.ts.
import { copyByHand } from "./later/copy";
import { enlarge } from "./later/enlarge";
import { answer } from "./later/feedback";

const later = { answer, copyByHand, enlarge };

/** The functions of this script. */
export type Later = typeof later;

declare global {
  interface Window {
    /** Set by this script. */
    later?: Later;
  }
}

window.later = later;
