// Every page: keep a shared device clean, and bring what is wrong with a form into view. Nothing here is needed to read.
import "./shared-device.js";

const root = document.documentElement.dataset;
// Only for whoever is signed in here, or reads what was kept here: others have nothing to send.
if ("signedIn" in root || "keptPage" in root) import("./sync.js");

document.querySelector("[data-focus]")?.focus();
