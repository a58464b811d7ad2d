import "./menu.js";
import "./problems.js";
import "./toasts.js";

if (document.querySelector("[data-draft]")) import("./comments.js");
if (document.querySelector("[data-player]")) import("./player.js");
if (document.querySelector("[data-copy]")) import("./copy.js");
if (document.querySelector("[data-time-zone-offer]")) import("./time-zone.js");
