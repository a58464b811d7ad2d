import "./menu.js";
import "./problems.js";
import "./toasts.js";

if (document.querySelector("[data-draft]")) import("./comments.js");
if (document.querySelector("[data-player]")) import("./player.js");
