"use strict";

// Pages of other origins that run requests for this one, and patience with what never answers.

const FRAME_PATIENCE = 5000;
const REQUEST_PATIENCE = 10000;

/// A hidden page of another origin that runs requests for this one.
class Frame {
  constructor(origin) {
    this.origin = origin;
    this.waiting = new Map();
    this.count = 0;
    this.element = Object.assign(document.createElement("iframe"), {
      src: `${origin}/frame`,
      hidden: true,
      title: `a page of ${origin}`,
    });
    this.ready = new Promise((resolve) => {
      this.listener = (event) => {
        if (event.origin !== this.origin || event.source !== this.element.contentWindow) {
          return;
        }
        if (event.data.ready) {
          resolve(true);
        } else {
          this.waiting.get(event.data.id)?.(event.data.seen);
          this.waiting.delete(event.data.id);
        }
      };
      addEventListener("message", this.listener);
    });
    document.body.append(this.element);
  }

  async perform(request) {
    const loaded = await Promise.race([this.ready, after(FRAME_PATIENCE, false)]);
    if (!loaded) {
      return { status: null, error: `the page of ${this.origin} did not load` };
    }
    const id = (this.count += 1);
    const seen = new Promise((resolve) => this.waiting.set(id, resolve));
    this.element.contentWindow.postMessage({ id, request }, this.origin);
    return seen;
  }

  close() {
    removeEventListener("message", this.listener);
    this.element.remove();
  }
}

function inTime(promise, milliseconds) {
  return Promise.race([promise, after(milliseconds, { status: null, error: "no outcome in time" })]);
}

function after(milliseconds, value) {
  return new Promise((resolve) => setTimeout(() => resolve(value), milliseconds));
}
