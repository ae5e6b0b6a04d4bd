"use strict";

// What the pages of the lab have in common: pieces of a page, and the theme.

// What a browser adds to every request is left out where the wire is shown.
const TELLING = /^(origin|access-control-|host|content-type|cookie|vary|location|allow|cache-control|x-|sec-fetch-site|referer)/;
const CORS = /^(origin|access-control-|vary)/;

// ---- pieces --------------------------------------------------------------------------------------------------

function pane(title, classes, ...children) {
  return element("section", { className: ["pane", ...classes].join(" ") }, element("h4", {}, title), ...children);
}

function code(text) {
  // Focusable, so that a keyboard can scroll it.
  return element("pre", { tabIndex: 0 }, text);
}

/// A head of HTTP: the first line, then the telling headers and those in `also`, with those of CORS marked.
function wire(first, headers, also = []) {
  const shown = headers.filter(([name]) => TELLING.test(name) || also.includes(name));
  const block = element("pre", { tabIndex: 0 }, element("strong", {}, first));
  for (const [name, value] of shown) {
    const line = `${name}: ${value}`;
    block.append("\n", CORS.test(name) ? element("mark", {}, line) : line);
  }
  const hidden = headers.length - shown.length;
  if (hidden > 0) {
    block.append("\n", element("span", { className: "dim" }, `and ${hidden} more`));
  }
  return block;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function list(items) {
  return element("ul", {}, ...items.map((item) => element("li", {}, item)));
}

/// Text in which `..` stands for code.
function inline(text) {
  return text.split("`").map((part, index) => (index % 2 === 1 ? element("code", {}, part) : part));
}

function element(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

// ---- the theme -------------------------------------------------------------------------------------------------

/// `?theme=dark` beats what was chosen before, which beats the system.
function chooseTheme() {
  const asked = new URLSearchParams(location.search).get("theme") ?? recall("theme");
  if (asked === "dark" || asked === "light") {
    setTheme(asked);
  }
  const button = document.getElementById("theme");
  button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    setTheme(isDark() ? "light" : "dark");
    remember("theme", document.documentElement.dataset.theme);
  });
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  document.getElementById("theme").setAttribute("aria-pressed", String(theme === "dark"));
}

function isDark() {
  return (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
}

function remember(name, value) {
  try {
    localStorage.setItem(`cors-lab-${name}`, value);
  } catch {
    // A page opened from a file may have no storage.
  }
}

function recall(name) {
  try {
    return localStorage.getItem(`cors-lab-${name}`);
  } catch {
    return null;
  }
}
