// Every page: keep a shared device clean, and bring what is wrong with a form into view. Nothing here is needed to read.
import "./shared-device.js";

document.querySelector("[data-focus]")?.focus();
