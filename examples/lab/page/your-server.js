"use strict";

// The page "your server": asks in this browser, and shows what the lab's server says of the same request.
// Nothing of CORS is decided in here; an answer may hold anything, so it is only ever shown as text.

const app = meta("lab-app");
const token = meta("lab-token");
const fields = ["method", "url", "headers", "kind", "body", "origin", "credentials", "engine"].map((id) => document.getElementById(id));
const form = Object.fromEntries(fields.map((field) => [field.id, field]));
const initial = new URLSearchParams(document.querySelector(".examples a").hash.slice(1));

const verdicts = {
  readable: { kind: "readable", word: "readable" },
  blocked: { kind: "blocked", word: "blocked" },
  opaque: { kind: "opaque", word: "opaque" },
  unreachable: { kind: "blocked", word: "nothing answers" },
  unknown: { kind: "opaque", word: "not followed" },
};
const MOST_SHOWN = 2000;

let typing = 0;
let latest = 0;
let report = "";

start();

async function start() {
  chooseTheme();
  read();
  for (const field of fields) {
    field.addEventListener("input", onInput);
  }
  document.getElementById("form").addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  document.getElementById("copy").addEventListener("click", copyReport);
  addEventListener("hashchange", () => {
    read();
    clear();
    foresee();
  });
  const foreseen = await foresee();
  if (new URLSearchParams(location.search).get("run") === "1" && foreseen?.browser) {
    if (mayRunAtOnce()) {
      await ask();
    } else {
      say("This linked probe may change something, or it was linked on another site, so it waits for you: press Ask.");
    }
  }
}

/// A link must not change anything by itself.
function mayRunAtOnce() {
  return meta("lab-run") === "at-once" && form.credentials.value !== "include" && form.kind.value === "none" && ["", "GET", "HEAD"].includes(form.method.value.trim());
}

// ---- the form and its link -----------------------------------------------------------------------------------

/// Fills the form from the fragment; without one with the first example.
function read() {
  const hash = location.hash.slice(1);
  const linked = hash.includes("=") ? new URLSearchParams(hash) : initial;
  form.url.value = linked.get("url") ?? initial.get("url");
  form.method.value = linked.get("method") ?? "GET";
  form.headers.value = linked.getAll("header").join("\n");
  form.body.value = linked.get("body") ?? "";
  form.origin.value = linked.get("origin") ?? app;
  choose(form.kind, linked.get("kind"));
  choose(form.credentials, linked.get("credentials"));
  choose(form.engine, linked.get("engine"));
  document.getElementById("body-field").hidden = form.kind.value === "none";
}

function choose(select, value) {
  select.value = value ?? "";
  if (select.selectedIndex < 0) {
    select.selectedIndex = 0;
  }
}

/// The fragment, not the query: a header may be a secret, and a fragment is sent to no server.
function write() {
  const parts = new URLSearchParams();
  parts.set("url", form.url.value);
  parts.set("method", form.method.value);
  for (const line of headerLines()) {
    parts.append("header", line);
  }
  if (form.kind.value !== "none") {
    parts.set("kind", form.kind.value);
    parts.set("body", form.body.value);
  }
  if (form.origin.value !== app) {
    parts.set("origin", form.origin.value);
  }
  for (const select of [form.credentials, form.engine]) {
    if (select.selectedIndex > 0) {
      parts.set(select.id, select.value);
    }
  }
  history.replaceState(null, "", `#${parts}`);
}

function headerLines() {
  return form.headers.value.split("\n").filter((line) => line.trim() !== "");
}

function input() {
  const values = Object.fromEntries(fields.map((field) => [field.id, field.value]));
  return { ...values, headers: headerLines() };
}

function onInput(event) {
  if (event.target === form.kind) {
    const none = form.kind.value === "none";
    document.getElementById("body-field").hidden = none;
    // What nearly everybody wants next; another method is left alone.
    if (!none && form.method.value === "GET") {
      form.method.value = "POST";
    }
  }
  write();
  clear();
  clearTimeout(typing);
  typing = setTimeout(foresee, 120);
}

// ---- what to expect ------------------------------------------------------------------------------------------

/// Asks the lab what a browser would do, and says it.
async function foresee() {
  const mine = (latest += 1);
  const foreseen = await post("/your-server/foresee", input());
  if (mine !== latest) {
    return undefined;
  }
  const problems = foreseen.problems ?? [];
  for (const name of ["url", "headers", "origin"]) {
    const line = document.getElementById(`${name}-problem`);
    const texts = problems.filter((problem) => problem.field === name).map((problem) => problem.text);
    line.hidden = texts.length === 0;
    line.replaceChildren(...inline(texts.join("; ")));
    form[name].setAttribute("aria-invalid", String(texts.length > 0));
  }
  const panel = document.getElementById("foreseen");
  const stops = foreseen.sentence?.startsWith("nothing is sent");
  panel.dataset.kind = foreseen.error || problems.length > 0 || stops ? "stop" : foreseen.preflight ? "preflight" : "plain";
  const sentence = foreseen.error ?? (problems.length > 0 ? "Nothing can be asked yet." : foreseen.sentence);
  document.getElementById("sentence").replaceChildren(...inline(sentence));
  const notes = [...(foreseen.notes ?? [])];
  if (foreseen.browser && !foreseen.browser.as_claimed) {
    notes.push(`no page of the lab has the origin \`${form.origin.value.trim()}\`: the browser can only ask as \`${foreseen.browser.origin}\`, the lab's server asks as claimed`);
  }
  const list = document.getElementById("notes");
  list.hidden = notes.length === 0;
  list.replaceChildren(...notes.map((note) => element("li", {}, ...inline(note))));
  const asked = document.getElementById("asked");
  asked.hidden = !foreseen.asked;
  asked.textContent = foreseen.asked ?? "";
  document.getElementById("ask").disabled = !foreseen.browser;
  document.getElementById("command").textContent = command();
  return foreseen;
}

/// The same probe for a shell.
function command() {
  const quoted = (text) => (/^[\w:/.,@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  const parts = ["cargo run -p lab -- --probe", quoted(form.url.value.trim()), "--origin", quoted(form.origin.value.trim())];
  const method = form.method.value.trim();
  if (method !== "" && method !== (form.kind.value === "none" ? "GET" : "POST")) {
    parts.push("--method", quoted(method));
  }
  const lines = headerLines();
  const hasType = lines.some((line) => /^\s*content-type\s*:/i.test(line));
  const kind = { json: "content-type: application/json", form: "content-type: application/x-www-form-urlencoded;charset=UTF-8" }[form.kind.value];
  for (const line of kind && !hasType ? [...lines, kind] : lines) {
    parts.push("--header", quoted(line.trim()));
  }
  if (form.kind.value !== "none") {
    parts.push("--body", quoted(form.body.value));
  }
  if (form.credentials.value === "include") {
    parts.push("--credentials");
  }
  if (form.engine.value !== "standard") {
    parts.push("--engine", form.engine.value);
  }
  return parts.join(" ");
}

// ---- asking --------------------------------------------------------------------------------------------------

async function ask() {
  const button = document.getElementById("ask");
  const foreseen = await foresee();
  if (!foreseen?.browser) {
    return;
  }
  button.disabled = true;
  say("Asking …");
  const { browser } = foreseen;
  const asked = input();
  const seen = await inBrowser(browser);
  // Status and headers are compared; the body stays here.
  const own = seen && { seen: { ...seen, body: "" }, origin: browser.origin, agent: navigator.userAgent };
  const concluded = await post("/your-server/ask", { input: asked, browser: own });
  button.disabled = false;
  if (concluded.error) {
    say(concluded.error);
    document.getElementById("outcome").replaceChildren(element("p", { className: "problem" }, concluded.error));
  } else {
    show(browser, seen, concluded);
  }
  document.getElementById("outcome").hidden = false;
  document.documentElement.dataset.settled = "true";
}

/// The real thing; `null` where the page may not ask at all.
async function inBrowser({ request, from, origin, obstacle }) {
  if (obstacle) {
    return null;
  }
  if (from === "app") {
    return inTime(perform(request), REQUEST_PATIENCE);
  }
  const frame = new Frame(origin);
  const seen = await inTime(frame.perform(request), REQUEST_PATIENCE);
  frame.close();
  return seen;
}

async function post(path, body) {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json", "x-lab-token": token },
      body: JSON.stringify(body),
    });
    return response.ok ? await response.json() : { error: await response.text() };
  } catch {
    return { error: "The lab does not answer; is it still running?" };
  }
}

// ---- the outcome ---------------------------------------------------------------------------------------------

function show(browser, seen, concluded) {
  report = concluded.report;
  const verdict = verdicts[concluded.verdict];
  const heading = element("div", { className: "verdict-bar" }, pill(verdict.kind, concluded.status ? `readable ${concluded.status}` : verdict.word));
  if (concluded.agreement) {
    heading.append(element("p", { className: `agreement ${concluded.agreement.kind}` }, concluded.agreement.text));
  }
  const panes = element(
    "div",
    { className: "panes" },
    pane("What the page got", [], ...gotPane(browser, seen)),
    pane("The wire", [], ...wirePane(concluded)),
    pane("What the model concludes", [], ...modelPane(concluded)),
    pane("The report", ["wide"], element("pre", { tabIndex: 0, id: "report" }, report)),
  );
  document.getElementById("outcome").replaceChildren(heading, panes);
  document.getElementById("copy").hidden = false;
  say(`${verdict.word}. ${concluded.agreement?.text ?? ""}`);
}

function pill(kind, text) {
  const node = element("span", { className: "pill" }, text);
  node.dataset.verdict = kind;
  return node;
}

function gotPane({ origin, obstacle }, seen) {
  if (!seen) {
    return [element("p", {}, ...inline(obstacle))];
  }
  const parts = [element("p", { className: "note" }, `A page of ${origin}`)];
  if (typeof seen.status !== "number") {
    parts.push(code(seen.error ?? "nothing"), element("p", { className: "note" }, "No reason: a script is not told one."));
    return parts;
  }
  parts.push(code([`status ${seen.status}`, ...seen.headers.map(([name, value]) => `${name}: ${value}`)].join("\n")));
  parts.push(seen.body === "" ? element("p", { className: "note" }, "No body") : code(shortened(seen.body)));
  return parts;
}

function wirePane({ exchanges, strayed }) {
  const own = headerLines().map((line) => line.split(":")[0].trim().toLowerCase());
  const parts = exchanges.flatMap((exchange) => [
    element("p", { className: "note" }, exchange.preflight ? "The preflight" : exchange.cached ? "From the cache" : "The request"),
    wire(`${exchange.method} ${exchange.url}`, exchange.request, own),
    exchange.status === null ? element("p", { className: "note" }, "No answer.") : wire(String(exchange.status), exchange.answer),
  ]);
  if (exchanges.length > 0 && exchanges.at(-1).preflight && !strayed) {
    parts.push(element("p", { className: "note" }, "The request itself was never sent."));
  }
  return parts.length > 0 ? parts : [element("p", { className: "note" }, "Nothing was sent.")];
}

function modelPane({ verdict, status, headers, hidden, blocked, strayed }) {
  if (strayed) {
    return [element("p", {}, "The answer redirects to where the lab does not follow:"), element("p", {}, ...inline(strayed))];
  }
  if (blocked) {
    const spec = element("a", { href: blocked.spec, target: "_blank", rel: "noreferrer" }, "in the Fetch standard");
    const parts = [
      element("p", { className: "finding" }, ...inline(sentenceOf(blocked.sentence))),
      element("p", { className: "note" }, "Step ", element("code", {}, blocked.step), ", ", spec),
    ];
    if (blocked.cure) {
      parts.push(element("p", { className: "note" }, "With this library, if the page is to be allowed:"), code(blocked.cure.replace(/^`|`$/g, "")));
    }
    return parts;
  }
  if (verdict !== "readable") {
    return [element("p", {}, "The script gets a response that says nothing.")];
  }
  const parts = [element("p", { className: "finding" }, `The script reads status ${status}, the body, and these headers:`)];
  parts.push(headers.length > 0 ? code(headers.map(([name, value]) => `${name}: ${value}`).join("\n")) : element("p", { className: "note" }, "None."));
  parts.push(element("p", { className: "note" }, hidden.length > 0 ? "Sent, and hidden from the script:" : "Nothing that was sent is hidden from it."));
  if (hidden.length > 0) {
    parts.push(code(hidden.join("\n")));
  }
  return parts;
}

function sentenceOf(text) {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function shortened(text) {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}\n… ${text.length - MOST_SHOWN} more` : text;
}

/// What is shown belongs to what was asked: a changed form has no outcome.
function clear() {
  document.getElementById("outcome").hidden = true;
  document.getElementById("copy").hidden = true;
  report = "";
}

async function copyReport() {
  const button = document.getElementById("copy");
  if (await copy(report)) {
    button.textContent = "Copied";
  } else {
    // Without a clipboard the text is selected, so that the keyboard can copy it.
    getSelection().selectAllChildren(document.getElementById("report"));
    document.getElementById("report").focus();
    button.textContent = "Selected: copy it with the keyboard";
  }
  setTimeout(() => (button.textContent = "Copy the report"), 3000);
}

function say(text) {
  document.getElementById("status").textContent = text;
  document.getElementById("status").classList.toggle("unseen", !text.includes("press Ask"));
}

function meta(name) {
  return document.querySelector(`meta[name=${name}]`).content;
}
