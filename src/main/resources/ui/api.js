import {askForKey, currentKey} from './key.js';

/** Relative, so that the page also works behind a proxy that adds a prefix to the path. */
const BASE = new URL('../v1/', document.baseURI);

/** Returns the JSON object of a response. An array in the query holds pairs of a name and a value. */
export async function get(path, query = [], signal) {
  return (await send('GET', path, query, signal)).json();
}

export async function remove(path) {
  return (await send('DELETE', path)).json();
}

/** Returns the content of a response, for saving it as a file. */
export async function download(path) {
  return (await send('GET', path)).blob();
}

/** A path of encoded segments. */
export const path = (...segments) => segments.map(encodeURIComponent).join('/');

/** Sends a request. If the server wants a key, it asks for one and repeats the request. */
async function send(method, path, query = [], signal = undefined) {
  const url = new URL(path, BASE);
  url.search = new URLSearchParams(query);
  for (;;) {
    const key = currentKey();
    const response = await fetchWith(key, url, {method, signal, cache: 'no-store'});
    if (response.ok) {
      return response;
    }
    const message = await messageOf(response);
    if (response.status !== 401 || (key === currentKey() && !await askForKey(message))) {
      throw new Error(message);
    }
  }
}

async function fetchWith(key, url, options) {
  const headers = {'OpenAI-Beta': 'assistants=v2', ...key !== null && {Authorization: `Bearer ${key}`}};
  try {
    return await fetch(url, {...options, headers});
  } catch (error) {
    throw error.name === 'AbortError' ? error : new Error('The server cannot be reached.');
  }
}

async function messageOf(response) {
  try {
    return (await response.json()).error.message;
  } catch {
    return `The server returned the status ${response.status}.`;
  }
}
