"use strict";

// A page of another origin. It takes orders from the lab's page only, and answers to nobody else.
const app = document.querySelector("meta[name=lab-app]").content;

addEventListener("message", async (event) => {
  if (event.origin !== app || event.source !== parent) {
    return;
  }
  const { id, request } = event.data;
  parent.postMessage({ id, seen: await perform(request) }, app);
});

parent.postMessage({ ready: true }, app);
