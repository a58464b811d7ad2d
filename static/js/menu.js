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
