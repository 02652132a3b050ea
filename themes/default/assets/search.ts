// The search script. Pages load it when the reader uses the search box.
import { searchBox } from "./search/box";
import { mark } from "./search/mark";
import { openSearcher } from "./search/rank";

Object.assign(window.signpost, { engine: openSearcher, box: searchBox, mark });
