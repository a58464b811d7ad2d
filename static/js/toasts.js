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

// The server hands a toast out again while it has not heard that it was shown: say so until it has.
const acknowledge = async (form, delay = 500) => {
  const body = new FormData(form);
  const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" }, keepalive: true })
    .catch(() => null);
  if (!answer || answer.status >= 500) setTimeout(acknowledge, delay, form, Math.min(2 * delay, 4_000));
};

// What this browser has shown, in any of its tabs, is not shown again.
const SHOWN = "laurel.shown";
const isNew = (id) => {
  try {
    const shown = JSON.parse(localStorage.getItem(SHOWN) ?? "[]");
    if (shown.includes(id)) return false;
    localStorage.setItem(SHOWN, JSON.stringify([...shown, id].slice(-100)));
  } catch {
    // Without storage a toast may come twice, and that is better than not at all.
  }
  return true;
};

new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) {
      if (!node.matches?.("[data-toast]")) continue;
      acknowledge(node.querySelector("form"));
      if (isNew(node.id)) welcome(node);
      else node.remove();
    }
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

// An answer that was lost comes again for the same tab.
const TAB = "laurel.tab";
try {
  if (!sessionStorage.getItem(TAB)) sessionStorage.setItem(TAB, Math.random().toString(36).slice(2));
  region.setAttribute("hx-headers", JSON.stringify({ "Laurel-Tab": sessionStorage.getItem(TAB) }));
} catch {
  // Without storage another ask gets it half a minute later.
}
let askAgainMs = 1_000;
const askAgain = () => {
  setTimeout(ask, askAgainMs);
  askAgainMs = Math.min(2 * askAgainMs, 4_000);
};
region.addEventListener("htmx:error", askAgain);
region.addEventListener("htmx:after:request", (event) => {
  const status = event.detail.ctx.response?.status;
  if (status >= 500) askAgain();
  else if (status) askAgainMs = 1_000;
});
// A page from the back-forward cache has lost its socket, and perhaps its session.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
