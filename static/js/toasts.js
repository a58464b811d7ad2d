const VISIBLE_MS = 10_000;
const region = document.getElementById("toasts");
const timers = new WeakMap();

const close = (toast) => {
  clearTimeout(timers.get(toast));
  toast.classList.add("is-leaving");
  setTimeout(() => toast.remove(), 220);
  ask();
};

const start = (toast) => {
  clearTimeout(timers.get(toast));
  timers.set(toast, setTimeout(() => close(toast), VISIBLE_MS));
};
const pause = (toast) => clearTimeout(timers.get(toast));
const isHeld = (toast) => toast.matches(":hover, :focus-within");

const welcome = (toast) => {
  toast.addEventListener("pointerenter", () => pause(toast));
  toast.addEventListener("focusin", () => pause(toast));
  toast.addEventListener("pointerleave", () => { if (!isHeld(toast)) start(toast); });
  toast.addEventListener("focusout", () => setTimeout(() => { if (!isHeld(toast)) start(toast); }));
  start(toast);
};

new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) if (node.matches?.("[data-toast]")) welcome(node);
  }
}).observe(region, { childList: true });

region.addEventListener("click", (event) => {
  if (!event.target.closest("[data-toast-close]")) return;
  event.preventDefault();
  close(event.target.closest("[data-toast]"));
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") region.querySelectorAll("[data-toast]").forEach(close);
});

// Only a page that somebody sees may take a toast: the server hands each of them out once.
// The page in which one acted shows the result already, so it lets the other windows ask first.
const ASK_AFTER_MS = 20;
const LET_OTHERS_FIRST_MS = 300;
let asking;
let hasAsked = false;
let actedAt = -Infinity;
const ask = () => {
  hasAsked = true;
  const hasJustActed = performance.now() - actedAt < 2_000;
  asking ??= setTimeout(() => {
    asking = undefined;
    if (!document.hidden && region.hasAttribute("hx-get")) window.htmx?.trigger(region, "laurel:ask");
  }, hasJustActed ? LET_OTHERS_FIRST_MS : ASK_AFTER_MS);
};
document.addEventListener("htmx:before:request", (event) => {
  if (event.target.matches?.("main form")) actedAt = performance.now();
});
for (const name of ["visibilitychange", "htmx:ws:after:message:incoming"]) {
  document.addEventListener(name, ask);
}
// The socket rings as soon as it is open; where none can be opened, ask all the same.
setTimeout(() => { if (!hasAsked) ask(); }, 1_000);
// A page from the back-forward cache has lost its socket, and perhaps its session.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
