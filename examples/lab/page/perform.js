"use strict";

/// Does what an experiment asks, from the origin of the page that runs this, and tells what a script gets to see.
async function perform(request) {
  try {
    return request.via === "upload-listener" ? await performUpload(request) : await performFetch(request);
  } catch (error) {
    return { status: null, error: `${error.name}: ${error.message}` };
  }
}

async function performFetch({ url, method, headers, body, credentials, mode }) {
  const response = await fetch(url, { method, headers, body, credentials, mode });
  if (response.type === "opaque") {
    return { status: null, opaque: true };
  }
  return { status: response.status, headers: [...response.headers], body: await response.text() };
}

function performUpload({ url, method, headers, body, credentials }) {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    // The listener is the point: it sets the use-CORS-preflight flag.
    xhr.upload.addEventListener("progress", () => {});
    xhr.addEventListener("error", () => reject(new TypeError("the request failed (event \"error\")")));
    xhr.addEventListener("load", () => {
      const lines = xhr.getAllResponseHeaders().trim().split("\r\n").filter(Boolean);
      const pairs = lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]);
      resolve({ status: xhr.status, headers: pairs, body: xhr.responseText });
    });
    xhr.open(method, url);
    xhr.withCredentials = credentials === "include";
    for (const [name, value] of headers) {
      xhr.setRequestHeader(name, value);
    }
    xhr.send(body);
  });
}
