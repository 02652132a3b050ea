// The search script. Pages load it when the reader uses the search box.
import { openSearcher } from "./search/rank";

window.signpost.engine = openSearcher;
