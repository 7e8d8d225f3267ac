import {byId} from './dom.js';
import {openDialog} from './dialogs.js';
import {currentRoute, navigate} from './router.js';

/** Handles the shortcuts that the help lists. */
export function startKeyboard(page) {
  byId('help').addEventListener('click', help);
  document.addEventListener('keydown', event => {
    const run = shortcuts(page)[event.key];
    if (run && !isBusy(event)) {
      event.preventDefault();
      run();
    }
  });
  document.addEventListener('keydown', event => {
    const isList = byId('rows').contains(document.activeElement);
    const steps = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (isList && steps && !isBusy(event)) {
      event.preventDefault();
      move(steps);
    }
  });
}

const help = () => openDialog(byId('help-dialog'));

const shortcuts = page => ({
  'j': () => move(1),
  'k': () => move(-1),
  '/': () => byId('find-input').focus(),
  '?': help,
  'g': () => page.conversation?.entries.showOldest(),
  'G': () => page.conversation?.entries.showNewest(),
  '1': () => navigate({kind: 'threads'}),
  '2': () => navigate({kind: 'conversations'}),
  'Escape': () => back(page),
});

/** Whether a key belongs to the browser, to a text field or to an open dialog. */
function isBusy(event) {
  return event.ctrlKey || event.altKey || event.metaKey
    || document.querySelector('dialog[open]') !== null
    || (event.target.matches('input, textarea') && event.key !== 'Escape');
}

/** Moves the focus in the conversation or in the list, whichever has it. */
function move(steps) {
  const inConversation = byId('conversation').contains(document.activeElement);
  const items = [...document.querySelectorAll(inConversation ? '.entry' : '#rows a')];
  const current = items.findIndex(item => item.contains(document.activeElement));
  const start = inConversation ? items.length - 1 : 0;
  const next = items[current < 0 ? start : Math.min(Math.max(current + steps, 0), items.length - 1)];
  next?.focus();
  next?.scrollIntoView({block: 'nearest'});
}

function back(page) {
  const {kind, id, filters} = currentRoute();
  if (id !== null && document.activeElement !== byId('find-input')) {
    navigate({kind, filters});
  }
  page.list.focus();
}
