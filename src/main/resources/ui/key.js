import {byId} from './dom.js';
import {openDialog} from './dialogs.js';

const NAME = 'bobbin.key';
let question = null;

/** The API key of this tab; null if the user has entered none. */
export const currentKey = () => sessionStorage.getItem(NAME);

/**
 * Asks for a key. Requests that fail at the same time share one dialog.
 *
 * @returns whether the user has entered a key
 */
export function askForKey(message) {
  question ??= ask(message).finally(() => { question = null; });
  return question;
}

async function ask(message) {
  byId('key-message').textContent = message;
  byId('key-input').value = '';
  const confirmed = await openDialog(byId('key-dialog'));
  if (confirmed) {
    sessionStorage.setItem(NAME, byId('key-input').value.trim());
    showButton();
  }
  byId('key-input').value = '';
  return confirmed;
}

/** Lets the user forget the key, which also removes what it has shown. */
export function startKeyButton() {
  byId('forget-key').addEventListener('click', () => {
    sessionStorage.removeItem(NAME);
    location.reload();
  });
  showButton();
}

function showButton() {
  byId('forget-key').hidden = currentKey() === null;
}
