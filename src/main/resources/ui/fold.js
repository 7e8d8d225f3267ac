import {button, element} from './dom.js';

const MAX_LENGTH = 6_000;
const BEGINNING = 3_000;

/** A folded section. Its content is built when it is opened for the first time. */
export function fold(summary, build, properties = {}) {
  const details = element('details', properties, element('summary', {}, summary));
  details.addEventListener('toggle', () => details.append(...[build()].flat()), {once: true});
  return details;
}

/** Renders the beginning of a long text, and the rest after a click. */
export function folded(text, render) {
  if (text.length <= MAX_LENGTH) {
    return render(text);
  }
  const box = element('div', {class: 'long'});
  const showAll = () => {
    box.replaceChildren(render(text));
    box.closest('article')?.focus();
  };
  box.append(
    render(beginning(text)),
    button(`Show all ${text.length.toLocaleString()} characters`, showAll, {class: 'more'}));
  return box;
}

/** Ends at a line break if there is one, and never in the middle of a character. */
function beginning(text) {
  const line = text.lastIndexOf('\n', BEGINNING);
  return text.slice(0, line > BEGINNING / 2 ? line : BEGINNING).replace(/[\ud800-\udbff]$/, '') + '…';
}
