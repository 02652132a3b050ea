// Reloads the page after a build, and shows the problems of a build that failed.
const style = document.createElement("link");
style.rel = "stylesheet";
style.href = "/_signpost/reload.css";
document.head.append(style);

const element = (name, text) => Object.assign(document.createElement(name), { textContent: text });

const overlay = element("div", "");
overlay.id = "_signpost";
overlay.setAttribute("role", "alert");

const problemItem = p => {
  const place = p.line ? `${p.file}:${p.line}:${p.column}` : p.file;
  const item = element("li", "");
  item.append(
    element("code", place),
    element("span", ` ${p.text} `),
    element("span", `(${p.hint})`),
  );
  return item;
};

const show = problems => {
  overlay.replaceChildren();
  if (problems.length === 0) {
    overlay.remove();
    return;
  }

  const list = element("ul", "");
  list.append(...problems.map(problemItem));
  overlay.append(element("p", "The site was not rebuilt. This page shows the previous version."), list);
  document.body.append(overlay);
};

// The build that the page came from; 0 while there is none.
const build = Number(document.currentScript.dataset.build ?? 0);
const receive = event => {
  const status = JSON.parse(event.data);
  if (status.build !== build) {
    location.reload();
    return;
  }
  show((status.problems ?? []).filter(p => p.severity === "error"));
};

// A browser opens six connections to a host at most. Pages that the author does not see leave them to the others, and
// catch up when they are shown again.
let events;
const follow = () => {
  events?.close();
  events = undefined;
  if (document.hidden) return;
  events = new EventSource("/_signpost/events");
  events.addEventListener("message", receive);
};

document.addEventListener("visibilitychange", follow);
follow();
