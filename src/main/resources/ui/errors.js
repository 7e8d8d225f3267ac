import {button, element} from './dom.js';

/**
 * Runs a request and returns its result. If the request fails, this shows the error in a box, with a button to repeat
 * it, and returns false. A request that the page itself has aborted shows nothing.
 */
export async function attempt(box, retry, request) {
  try {
    return await request();
  } catch (error) {
    if (error.name !== 'AbortError') {
      box.replaceChildren(errorOf(error, retry));
    }
    return false;
  }
}

/** Screen readers read it at once. */
const errorOf = (error, retry) =>
  element('div', {class: 'error', role: 'alert'}, element('p', {}, error.message), button('Try again', retry));
