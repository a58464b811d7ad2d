import "./menu.js";
import "./problems.js";
import "./toasts.js";

if (document.querySelector("[data-draft]")) import("./drafts.js");
if (document.querySelector("video[data-player]")) import("./player.js");
