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

// The style sheet shows the outline beside the lesson on wide screens; say so to assistive technology too.
const isWide = matchMedia("(width >= 62rem)");
const arrangeDrawers = () => {
  for (const drawer of document.querySelectorAll("details[data-drawer]")) {
    drawer.open = isWide.matches;
    drawer.querySelector("summary").tabIndex = isWide.matches ? -1 : 0;
  }
};
isWide.addEventListener("change", arrangeDrawers);
document.addEventListener("htmx:after:swap", arrangeDrawers);
arrangeDrawers();

document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("[data-select]")) event.target.select();
});

// What scrolls sideways must be reachable with a keyboard.
for (const box of document.querySelectorAll(".prose :is(pre, table)")) box.tabIndex = 0;
