"use strict";

// The page of the lab: runs the experiments in this browser, or shows the results that are stored in the page.

const stored = document.getElementById("results");
const rows = new Map();
const reports = new Map();

start();

async function start() {
  chooseTheme();
  bindTools();
  if (stored) {
    const results = JSON.parse(stored.textContent);
    document.getElementById("again").hidden = true;
    document.getElementById("intro").textContent =
      "Recorded by `cargo run -p lab -- --export`: the experiments were run over real sockets by the lab's own model of a browser. " +
      "Open a row to see the attribute, what went over the wire, what the script could read, and the server's own reason.";
    build(results.cases);
    for (const report of results.reports) {
      show(report);
    }
    settle();
  } else {
    await runAll();
  }
  openLinked();
}

// ---- running -------------------------------------------------------------------------------------------------

async function runAll() {
  const run = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  const response = await fetch(`/experiments?run=${run}`);
  const { cases, frames } = await response.json();
  reports.clear();
  build(cases);
  const [stranger, subdomain] = frames.map((origin) => new Frame(origin));
  const performers = {
    app: perform,
    stranger: (request) => stranger.perform(request),
    subdomain: (request) => subdomain.perform(request),
  };
  for (const experiment of cases) {
    const seen = [];
    for (const request of experiment.requests) {
      // One after the other: the second request of an experiment depends on what the first one left in a cache.
      seen.push(await inTime(performers[experiment.from](request), REQUEST_PATIENCE));
    }
    const judged = await fetch(`/report?run=${run}&x=${experiment.id}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(seen),
    });
    show(await judged.json());
  }
  stranger.close();
  subdomain.close();
  settle();
}

// ---- the table -----------------------------------------------------------------------------------------------

function build(cases) {
  rows.clear();
  for (const group of ["works", "mistake", "on-actix"]) {
    document.querySelector(`#${group} .rows`).replaceChildren();
  }
  let pair;
  for (const experiment of cases) {
    const row = buildRow(experiment);
    rows.set(experiment.id, { experiment, row });
    if (experiment.group === "mistake") {
      const heading = element("h3", {}, ...inline(experiment.pair));
      pair = element("div", { className: "pair" }, heading, row);
      document.querySelector("#mistake .rows").append(pair);
    } else if (experiment.group === "cure") {
      pair.append(row);
    } else {
      document.querySelector(`#${experiment.group} .rows`).append(row);
    }
  }
  count();
}

function buildRow(experiment) {
  const chips = element("span", { className: "chips" });
  if (experiment.from !== "app") {
    chips.append(element("span", { className: "chip" }, `from ${new URL(experiment.origin).host}`));
  }
  chips.append(element("span", { className: "chip" }, experiment.server));
  chips.append(element("span", { className: "pill", id: `${experiment.id}-outcome` }, "…"));
  const role = { mistake: "Mistake: ", cure: "Cure: " }[experiment.group];
  const title = element("span", { className: "title" }, ...inline(experiment.title));
  if (role) {
    title.prepend(element("span", { className: "role" }, role));
  }
  const summary = element(
    "summary",
    {},
    element("span", { className: "words" }, title, element("span", { className: "sentence" }, ...inline(experiment.sentence))),
    chips,
  );
  const row = element("details", { id: experiment.id, className: `row ${experiment.group}` }, summary);
  row.append(element("div", { className: "body" }, "not run yet"));
  return row;
}

/// Puts an outcome into its row.
function show(report) {
  const { experiment, row } = rows.get(report.id);
  reports.set(report.id, report);
  const last = report.seen.at(-1) ?? { status: null };
  const verdict = verdictOf(last);
  const holds = report.differences.length === 0;
  const pill = row.querySelector(".pill");
  pill.dataset.verdict = holds ? verdict : "different";
  pill.textContent = verdict === "readable" ? `readable ${last.status}` : verdict;
  if (!holds) {
    pill.textContent += ": not as stated";
  }
  row.querySelector(".body").replaceChildren(...panes(experiment, report));
  count();
}

function panes(experiment, { seen, record, differences }) {
  const preflights = record.exchanges.filter((exchange) => exchange.preflight);
  const requests = record.exchanges.filter((exchange) => !exchange.preflight);
  const grid = element("div", { className: "panes" });
  if (differences.length > 0) {
    grid.append(pane("Not as stated", ["wide", "different"], list([`stated: ${experiment.expected}`, ...differences])));
  }
  const byHand = experiment.server === "by hand";
  if (experiment.source) {
    grid.append(pane(byHand ? "The handler, without the library" : "The attribute", ["half"], code(experiment.source)));
  } else {
    grid.append(pane("The handler", ["half"], element("p", {}, "There is none: nobody listens on this port.")));
  }
  grid.append(
    pane(
      "What the script asked",
      ["half"],
      element("p", { className: "note" }, `A page of ${experiment.origin}`),
      code(experiment.script),
      curl(experiment.curl),
    ),
  );
  if (experiment.compiler) {
    grid.append(pane("What the compiler says to the same policy with the library", ["wide", "compiler"], code(experiment.compiler)));
  }
  grid.append(
    pane(
      "The preflight that the browser sent",
      [],
      ...(preflights.length > 0
        ? preflights.map((exchange) => wire(`${exchange.method} ${exchange.target}`, exchange.request))
        : [element("p", { className: "note" }, experiment.server === "down" ? "Nothing arrived." : "None: the request goes out at once.")]),
      ...requests.flatMap((exchange, index) => [
        element("p", { className: "note" }, index === 0 ? "The request itself" : "And again"),
        wire(`${exchange.method} ${exchange.target}`, exchange.request),
      ]),
      ...(requests.length === 0 && preflights.length > 0 ? [element("p", { className: "note" }, "The request itself was never sent.")] : []),
      ...(requests.length > 0 && requests.length < experiment.requests.length
        ? [element("p", { className: "note" }, "The other request was answered by the browser's cache.")]
        : []),
    ),
  );
  grid.append(
    pane(
      "What the server answered",
      [],
      ...(record.exchanges.length > 0
        ? record.exchanges.flatMap((exchange) => [
            element("p", { className: "note" }, exchange.preflight ? "To the preflight" : `To ${exchange.method}`),
            wire(`${exchange.status}`, exchange.answer),
          ])
        : [element("p", { className: "note" }, "Nothing.")]),
    ),
  );
  const runs = { 0: "The handler did not run.", 1: "The handler ran once." }[record.handler_runs] ?? `The handler ran ${record.handler_runs} times.`;
  const reasons = record.reasons.length > 0 ? record.reasons.map((reason) => code(reason)) : [element("p", {}, silence(experiment, seen))];
  grid.append(
    element(
      "div",
      {},
      pane("What the script could read", [], ...seen.map((each) => code(read(each)))),
      pane("The server's own reason", [], ...reasons, element("p", { className: "runs" }, runs)),
    ),
  );
  return [grid];
}

function silence(experiment, seen) {
  if (experiment.server === "by hand") {
    return "A hand-made server does not know that the browser has hidden its answer.";
  }
  if (experiment.server === "down") {
    return "There is no server that could tell.";
  }
  return verdictOf(seen.at(-1)) === "readable" ? "Nothing was refused." : "None.";
}

function read({ status, opaque, headers, body, error, cause }) {
  if (opaque) {
    return 'type "opaque"\nstatus 0, no headers, no body';
  }
  if (status === null || status === undefined) {
    return cause ? `${error}\n(what the browser knew and did not tell: ${cause})` : error;
  }
  return [`status ${status}`, ...headers.map(([name, value]) => `${name}: ${value}`), "", body].join("\n").trim();
}

function verdictOf({ status, opaque }) {
  return typeof status === "number" ? "readable" : opaque ? "opaque" : "blocked";
}

function curl(command) {
  const button = element("button", { type: "button", className: "copy" }, "Copy as curl");
  button.addEventListener("click", async () => {
    button.textContent = (await copy(command)) ? "Copied" : "Select the text below";
    setTimeout(() => (button.textContent = "Copy as curl"), 2000);
  });
  return element(
    "div",
    { className: "curl" },
    button,
    element("span", { className: "note" }, " CORS stops no curl: it gets the answer in any case."),
    code(command),
  );
}

/// The scoreboard, from what is known so far.
function count() {
  const known = [...reports.values()];
  const holding = known.filter((report) => report.differences.length === 0);
  const readable = holding.filter((report) => verdictOf(report.seen.at(-1)) === "readable").length;
  const score = document.getElementById("score");
  const text = `${holding.length - readable} blocked as they must be, ${readable} readable`;
  if (known.length > 0) {
    score.textContent = text;
  }
  const progress = document.getElementById("progress");
  progress.max = Math.max(rows.size, 1);
  progress.value = known.length;
  const different = known.length - holding.length;
  document.getElementById("verdict").textContent =
    different > 0 ? `${different} of ${rows.size} came out differently from what is stated` : `${holding.length} of ${rows.size} as stated`;
  document.documentElement.dataset.outcome = different > 0 ? "different" : "as-stated";
}

/// All experiments have run: says so to whoever looks at the document from outside.
function settle() {
  document.documentElement.dataset.settled = "true";
  const different = [...reports.values()].filter((report) => report.differences.length > 0);
  document.getElementById("announcement").textContent =
    `${document.getElementById("score").textContent}; ${document.getElementById("verdict").textContent}`;
  document.title = different.length === 0 ? `CORS lab: ${document.getElementById("score").textContent}` : "CORS lab: not as stated";
  different.forEach((report) => (document.getElementById(report.id).open = true));
}

// ---- tools ---------------------------------------------------------------------------------------------------

function bindTools() {
  const again = document.getElementById("again");
  again.addEventListener("click", async () => {
    again.disabled = true;
    await runAll();
    again.disabled = false;
  });
  const openAll = document.getElementById("open-all");
  openAll.addEventListener("click", () => {
    const open = openAll.getAttribute("aria-pressed") === "false";
    openAll.setAttribute("aria-pressed", String(open));
    openAll.textContent = open ? "Close all rows" : "Open all rows";
    document.querySelectorAll("details.row").forEach((row) => (row.open = open));
  });
  addEventListener("hashchange", openLinked);
}

/// A link to a row opens it.
function openLinked() {
  const row = rows.get(decodeURIComponent(location.hash.slice(1)))?.row;
  if (row) {
    row.open = true;
    row.scrollIntoView();
  }
}
