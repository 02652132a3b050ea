// The script of list pages: search, error codes, page not found. It runs after site.ts.
import { filter } from "./filter";
import { nearest } from "./nearest";
import { searchPage } from "./search/page";

const { opened, root } = window.signpost;
const form = document.querySelector<HTMLFormElement>("form.search");
if (form && new URL(form.action).pathname === location.pathname) searchPage(form, opened, root);
filter();
void nearest(opened.search, root);
