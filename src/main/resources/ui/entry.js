import {button, element} from './dom.js';
import {fold, folded} from './fold.js';
import {plain} from './markdown.js';
import {file, json, renderPart} from './parts.js';
import {formatTime, indented, isoTime, pairText, visible} from './text.js';

/**
 * Renders a message of a thread or an item of a conversation. The server stores most types of items as sent, so their
 * members may have any form. An item that cannot be rendered appears as JSON.
 *
 * @param actions the functions copy(id), link(id) and remove(id)
 */
export function renderEntry(entry, actions) {
  const all = {...actions, json: () => json(entry)};
  try {
    return article(entry, all, bodyOf(entry));
  } catch {
    return article({id: entry.id, type: entry.type}, all, otherBody(entry));
  }
}

function article(entry, actions, body) {
  return element('article', {
    'class': `entry ${entry.role ?? 'tool'}`,
    'data-id': entry.id,
    'tabindex': -1,
    'aria-label': labelOf(entry),
  }, heading(entry, actions), body, attachments(entry), metadata(entry));
}

function bodyOf(entry) {
  const type = entry.type ?? 'message';
  return Object.hasOwn(BODIES, type) ? BODIES[type](entry) : otherBody(entry);
}

const BODIES = {
  message: item => item.content.map(renderPart),
  function_call: item => fold('Arguments', () => folded(indented(item.arguments), plain)),
  function_call_output: item => fold('Output', () => output(item.output)),
  reasoning: item => fold('Summary and content', () => reasoning(item)),
};

const otherBody = item => fold('Content', () => json(item));

const output = value => typeof value === 'string' ? folded(indented(value), plain) : value.map(renderPart);

function reasoning(item) {
  const parts = [...item.summary ?? [], ...item.content ?? []];
  return parts.length > 0 ? parts.map(renderPart) : json(item);
}

const labelOf = entry => [titleOf(entry), entry.name && visible(entry.name), timeOf(entry)].filter(Boolean).join(', ');

/** "function_call" becomes "Function call". */
function titleOf(entry) {
  const name = visible(entry.role ?? entry.type ?? 'item').replaceAll('_', ' ');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

const timeOf = entry => entry.created_at && formatTime(entry.created_at);

function heading(entry, actions) {
  return element('header', {},
    element('h3', {}, titleOf(entry)),
    entry.type && entry.name && element('code', {}, visible(entry.name)),
    entry.phase && element('span', {class: 'badge'}, visible(entry.phase)),
    entry.status && entry.status !== 'completed' && element('span', {class: 'badge'}, visible(entry.status)),
    entry.created_at && element('time', {datetime: isoTime(entry.created_at)}, timeOf(entry)),
    element('span', {class: 'actions'},
      element('a', {href: actions.link(entry.id), class: 'quiet', title: visible(entry.id)}, 'Link'),
      button('Copy id', () => actions.copy(entry.id), {class: 'quiet', title: visible(entry.id)}),
      jsonButton(actions),
      button('Delete', () => actions.remove(entry.id), {class: 'quiet'})));
}

function attachments({attachments}) {
  return (attachments ?? []).map(({file_id, tools}) =>
    file('Attachment', file_id, tools?.length > 0 && `for ${tools.map(tool => tool.type).join(', ')}`));
}

function metadata(entry) {
  const pairs = Object.entries(entry.metadata ?? {});
  return pairs.length > 0 && element('ul', {class: 'pairs', 'aria-label': 'Metadata'},
    pairs.map(pair => element('li', {class: 'pair', dir: 'auto'}, pairText(pair))));
}

/** A button that shows the object as the API returns it, and hides it again. */
function jsonButton(actions) {
  const toggle = button('JSON', () => {
    const article = toggle.closest('article');
    const shown = article.querySelector(':scope > .json');
    shown ? shown.remove() : article.append(element('div', {class: 'json'}, actions.json()));
    toggle.setAttribute('aria-expanded', !shown);
  }, {'class': 'quiet', 'aria-expanded': 'false'});
  return toggle;
}
