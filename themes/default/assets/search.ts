// The script that searches. Pages load it when somebody turns to the search box.
import { openSearcher } from "./search/rank";

window.signpost.engine = openSearcher;
