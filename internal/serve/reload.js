// Reloads the page when the site was built anew, and shows what is wrong with a build that failed.
const style = document.createElement("link");
style.rel = "stylesheet";
style.href = "/_signpost/reload.css";
document.head.append(style);

const element = (name, text) => Object.assign(document.createElement(name), { textContent: text });

const overlay = element("div", "");
overlay.id = "_signpost";
overlay.setAttribute("role", "alert");

const show = problems => {
  overlay.replaceChildren();
  if (problems.length === 0) {
    overlay.remove();
    return;
  }
  overlay.append(element("p", "The site was not built anew. This page is as it was before."));
  const list = element("ul", "");
  for (const p of problems) {
    const item = element("li", "");
    item.append(element("code", p.line ? `${p.file}:${p.line}:${p.column}` : p.file), element("span", ` ${p.text} `), element("span", `(${p.hint})`));
    list.append(item);
  }
  overlay.append(list);
  document.body.append(overlay);
};

let build;
new EventSource("/_signpost/events").addEventListener("message", event => {
  const news = JSON.parse(event.data);
  build ??= document.documentElement.id === "_signpost_waiting" ? 0 : news.build;
  if (news.build !== build) {
    location.reload();
    return;
  }
  show((news.problems ?? []).filter(p => p.severity === "error"));
});
