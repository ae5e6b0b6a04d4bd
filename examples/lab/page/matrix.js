"use strict";

// Runs the experiments that the lab has made of its lists, and posts what came of them.

const BATCH = 50;

runMatrix();

async function runMatrix() {
  const run = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  const response = await fetch(`/matrix/experiments?run=${run}`);
  const { orders, frames } = await response.json();
  const [stranger, subdomain] = frames.map((origin) => new Frame(origin));
  const performers = {
    app: perform,
    stranger: (request) => stranger.perform(request),
    subdomain: (request) => subdomain.perform(request),
  };
  const score = document.getElementById("score");
  const progress = document.getElementById("progress");
  progress.max = orders.length;
  let outcomes = [];
  for (const [index, { id, from, times, request }] of orders.entries()) {
    let seen;
    for (let time = 0; time < times; time += 1) {
      // One after the other: what the first leaves in a cache is what the experiment is about.
      seen = await inTime(performers[from](request), REQUEST_PATIENCE);
    }
    // The lab asks for names and status only.
    outcomes.push({ id, seen: { ...seen, body: "" } });
    const done = index + 1 === orders.length;
    if (done || outcomes.length === BATCH) {
      await post({ run, agent: navigator.userAgent, outcomes, done });
      outcomes = [];
      progress.value = index + 1;
    }
  }
  score.textContent = `${orders.length} experiments have run in this browser`;
}

function post(batch) {
  return fetch("/matrix/report", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(batch),
  });
}
