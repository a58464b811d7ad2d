const VISIBLE_MS = 10_000;
const TICK_MS = 250;
const region = document.getElementById("toasts");
const leftMs = new Map();
// On a phone a second one would cover the page.
const isWide = matchMedia("(width >= 48rem)");
const isCalm = matchMedia("(prefers-reduced-motion: reduce)");
let cameFrom = null;
let ticking;

// Time stands still while somebody reads one of them, or while nobody sees the page.
const isHeld = () => document.hidden || region.matches(":hover, :focus-within");
const tick = () => {
  for (const toast of [...leftMs.keys()]) {
    leftMs.set(toast, isHeld() ? VISIBLE_MS : leftMs.get(toast) - TICK_MS);
    if (leftMs.get(toast) <= 0) close(toast);
  }
};

const show = (toast) => {
  toast.hidden = false;
  leftMs.set(toast, VISIBLE_MS);
  ticking ??= setInterval(tick, TICK_MS);
  if ("celebrate" in toast.dataset && !isCalm.matches) {
    import("./confetti.js").then(({ celebrate }) => celebrate(toast)).catch(() => { /* words do */ });
  }
};

// A badge first.
const showWaiting = () => {
  const waiting = ["[data-celebrate][hidden]", "[data-toast][hidden]"];
  for (const toast of waiting.flatMap((each) => [...region.querySelectorAll(each)])) {
    if (toast.hidden && leftMs.size < (isWide.matches ? 3 : 1)) show(toast);
  }
};

const close = (toast) => {
  if (!leftMs.delete(toast)) return;
  if (toast.contains(document.activeElement)) {
    const next = [...leftMs.keys()].at(-1)?.querySelector("[data-toast-close]") ?? cameFrom;
    next?.focus({ preventScroll: true });
  }
  toast.classList.add("is-leaving");
  setTimeout(() => toast.remove(), 220);
  showWaiting();
  if (!leftMs.size) ticking = clearInterval(ticking);
  ask();
};

region.addEventListener("focusin", ({ relatedTarget }) => {
  if (!region.contains(relatedTarget)) cameFrom = relatedTarget;
});

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
      if (isNew(node.id)) node.hidden = true;
      else node.remove();
    }
  }
  showWaiting();
}).observe(region, { childList: true });

region.addEventListener("click", (event) => {
  if (!event.target.closest("[data-toast-close]")) return;
  event.preventDefault();
  close(event.target.closest("[data-toast]"));
});

// Whatever lies above the page is closed first: this listens before it has closed itself.
const OPENED = ":popover-open, dialog[open], details[data-menu][open]";
document.addEventListener("keydown", (event) => {
  const newest = [...leftMs.keys()].at(-1);
  if (event.key === "Escape" && newest && !document.querySelector(OPENED)) close(newest);
}, { capture: true });

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
