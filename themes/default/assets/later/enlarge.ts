// A picture that fills the window.
import * as text from "../../strings.yaml#script";
import { element } from "../dom";

/** The height of the buttons above the picture, in pixels. */
const bar = 64;

/**
 * Shows the file of a picture in a dialog: as large as the window, or at its full size where the window is no larger
 * than the page. It fails if the browser has no dialogs, or the picture cannot be larger.
 */
export function enlarge(link: HTMLAnchorElement): void {
  const shown = link.querySelector("img") as HTMLImageElement;
  const sizes = sizesOf(shown, /\.svg$/i.test(new URL(link.href).pathname));
  if (Math.max(sizes.fitted, sizes.full) < 1.1 * shown.clientWidth) throw new Error("it is not larger");

  const picture = element("img", "");
  picture.src = link.href;
  picture.alt = shown.alt;

  const close = button(text.close);
  const size = button(text.full_size);
  size.hidden = sizes.full <= sizes.fitted;
  const buttons = element("div", "", size, close);
  const dialog = element("dialog", "", buttons, picture);
  dialog.setAttribute("aria-label", shown.alt || text.full_size);
  Object.assign(dialog.style, dialogStyle);
  Object.assign(buttons.style, barStyle);

  let isFull = false;
  const show = (full: boolean) => {
    isFull = full;
    size.setAttribute("aria-pressed", String(full));
    Object.assign(size.style, full ? pressed : quiet);
    picture.style.width = `${full ? sizes.full : sizes.fitted}px`;
    picture.style.cursor = full || size.hidden ? "zoom-out" : "zoom-in";
  };
  Object.assign(picture.style, { display: "block", margin: "0 auto", height: "auto", background: "#fff" });
  show(!size.hidden && sizes.fitted < 1.25 * shown.clientWidth);

  size.addEventListener("click", () => show(!isFull));
  picture.addEventListener("click", () => (size.hidden ? dialog.close() : show(!isFull)));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  open(dialog);
  close.focus();
}

/** Returns the widths of a picture at its full size and in the window. Only a drawing can be larger than its size. */
function sizesOf(shown: HTMLImageElement, isDrawing: boolean): { full: number; fitted: number } {
  const width = Number(shown.getAttribute("width")) || shown.naturalWidth;
  const inWindow = Math.min(innerWidth, ((innerHeight - bar) * shown.clientWidth) / shown.clientHeight);
  return { full: width, fitted: isDrawing ? inWindow : Math.min(inWindow, width) };
}

/** Opens a dialog, or fails and leaves the page as it was. */
function open(dialog: HTMLDialogElement): void {
  document.body.append(dialog);
  try {
    dialog.showModal();
  } catch (reason) {
    dialog.remove();
    throw reason;
  }
}

function button(label: string): HTMLButtonElement {
  const b = element("button", "", label);
  b.type = "button";
  return b;
}

const dialogStyle = {
  width: "100vw",
  height: "100vh",
  maxWidth: "none",
  maxHeight: "none",
  padding: "0",
  border: "0",
  overflow: "auto",
  background: "var(--ground)",
};

const barStyle = {
  position: "sticky",
  left: "0",
  top: "0",
  display: "flex",
  justifyContent: "flex-end",
  gap: "0.75rem",
  height: `${bar}px`,
  padding: "0.625rem 1rem",
  background: "var(--ground)",
};

const quiet = { background: "transparent", color: "var(--link)", borderColor: "var(--border)" };

const pressed = { background: "", color: "", borderColor: "" };
