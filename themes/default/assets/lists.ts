// The script of list pages: search, error codes, contact, page not found. It runs after site.ts.
import { contactAbout } from "./contact";
import { filter } from "./filter";
import { nearest } from "./nearest";
import { runEach } from "./run";
import { searchPage } from "./search/page";

function setUpSearchPage(): void {
  const { opened, root } = window.signpost;
  const form = document.querySelector<HTMLFormElement>("form.search");
  if (!form || new URL(form.action).pathname !== location.pathname) return;
  searchPage(form, opened, root);
  window.signpost.listed = true;
}

runEach(setUpSearchPage, filter, () => void nearest(window.signpost), () => void contactAbout(window.signpost));
