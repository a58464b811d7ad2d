// What opens and closes: menus, the outline, the list of keys, focus mode. And keys that act on a page.
const root = document.documentElement;
export const remember = (name, value) => { try { localStorage.setItem(name, value); } catch { /* this page only */ } };
export const recall = (name) => { try { return localStorage.getItem(name); } catch { return null; } };

const openMenus = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    const hadFocus = menu.contains(document.activeElement);
    menu.open = false;
    if (hadFocus) menu.querySelector("summary").focus();
  }
});

// The bell is a link to the inbox. Here it becomes the button of a panel with the latest notices.
const bell = document.querySelector("[data-bell]");
const panel = bell && document.getElementById(bell.dataset.bell);
if (panel?.togglePopover) {
  // A press outside the panel closes it, and the bell is outside: its click must not open it again.
  let wasOpen = false;
  bell.setAttribute("role", "button");
  bell.setAttribute("aria-controls", panel.id);
  bell.setAttribute("aria-expanded", "false");
  bell.addEventListener("pointerdown", () => { wasOpen = panel.matches(":popover-open"); });
  bell.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    panel.togglePopover(!wasOpen && !panel.matches(":popover-open"));
    wasOpen = false;
  });
  bell.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    bell.click();
  });
  panel.addEventListener("beforetoggle", () => {
    panel.style.setProperty("--bell-end", `${bell.getBoundingClientRect().bottom}px`);
  });
  panel.addEventListener("toggle", (event) => {
    const isOpen = event.newState === "open";
    bell.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) window.htmx?.trigger(panel, "laurel:open");
  });
  panel.addEventListener("focusout", ({ relatedTarget: next }) => {
    if (next && next !== bell && !panel.contains(next)) panel.hidePopover();
  });
}

// The outline is a drawer on phones; the style sheet shows it beside the lesson on wide screens.
const drawer = document.querySelector("[data-drawer]");
if (drawer?.showPopover) {
  drawer.addEventListener("toggle", (event) => {
    if (event.newState === "open") drawer.querySelector("[aria-current], a")?.focus();
  });
  drawer.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !drawer.contains(relatedTarget) && drawer.matches(":popover-open")) drawer.hidePopover();
  });
  matchMedia("(width >= 62rem)").addEventListener("change", (event) => { if (event.matches) drawer.hidePopover(); });
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens).showModal();
});

// What is added or taken away above must not move what somebody looks at.
export const keepInPlace = (element, change) => {
  const top = element.getBoundingClientRect().top;
  change();
  scrollBy({ top: element.getBoundingClientRect().top - top, behavior: "instant" });
};

// Focus mode: theme.js sets it before the first paint, so that nothing flashes up.
const focusButton = document.querySelector("[data-focus-mode]");
const setFocusMode = (isOn) => {
  keepInPlace(focusButton, () => root.toggleAttribute("data-focus", isOn));
  focusButton.setAttribute("aria-pressed", String(isOn));
  remember("focus", isOn ? "on" : "off");
};
const toggleFocusMode = () => setFocusMode(!root.hasAttribute("data-focus"));
focusButton?.addEventListener("click", toggleFocusMode);
focusButton?.setAttribute("aria-pressed", String(root.hasAttribute("data-focus")));

const SOMETHING_OPEN = "dialog[open], :popover-open, details[data-menu][open], [data-toast]";
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !focusButton || !root.hasAttribute("data-focus")) return;
  if (!document.querySelector(SOMETHING_OPEN) && !document.fullscreenElement) setFocusMode(false);
});

// Keys without a modifier act while nobody types, and can be switched off: speech input may press them by mistake.
const acts = {};
export const bindKeys = (more) => Object.assign(acts, more);
const keysOn = document.querySelector("[data-keys-on]");
if (keysOn) {
  keysOn.checked = recall("keys") !== "off";
  keysOn.addEventListener("change", () => remember("keys", keysOn.checked ? "on" : "off"));
  bindKeys({
    "?": () => document.getElementById("keys").showModal(),
    n: () => document.querySelector("a[rel=next]")?.click(),
    p: () => document.querySelector("a[rel=prev]")?.click(),
    z: toggleFocusMode,
  });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const act = acts[event.key];
  if (!act || (keysOn && !keysOn.checked && event.key !== "?")) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog, [popover]:popover-open")) return;
  if (event.key === " " && event.target.closest("a, button, summary, video, [tabindex]:not(main)")) return;
  if (event.key.startsWith("Arrow") && event.target.closest("video, [data-transcript]")) return;
  event.preventDefault();
  act();
});

document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("[data-select]")) event.target.select();
});

// What scrolls sideways must be reachable with a keyboard.
for (const box of document.querySelectorAll(".prose :is(pre, table)")) box.tabIndex = 0;
