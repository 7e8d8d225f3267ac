import {byId, button, element} from './dom.js';
import {KINDS} from './kinds.js';
import {currentRoute, navigate} from './router.js';
import {visible} from './text.js';

/** Lets the field above the list add a filter or open a conversation by its id. */
export function startFind() {
  byId('find').addEventListener('submit', event => {
    event.preventDefault();
    const input = byId('find-input');
    if (input.value.trim()) {
      find(input.value.trim());
      input.value = '';
    }
  });
}

function find(text) {
  const {kind, filters} = currentRoute();
  const equals = text.indexOf('=');
  if (equals < 0) {
    navigate({kind: kindOf(text) ?? kind, id: text, filters: kindOf(text) === kind ? filters : []});
  } else {
    navigate({kind, filters: [...filters, [text.slice(0, equals), text.slice(equals + 1)]]});
  }
}

const kindOf = id => Object.keys(KINDS).find(kind => id.startsWith(KINDS[kind].prefix));

/** Shows the filters of a route, each with a button that removes it. */
export function showFilters({kind, filters}) {
  byId('filters').replaceChildren(...filters.map(([name, value], index) => {
    const label = visible(`${name}=${value}`);
    return element('li', {class: 'pair', dir: 'auto'}, label,
      button('×', () => navigate({kind, filters: filters.toSpliced(index, 1)}), {'aria-label': `Remove ${label}`}));
  }));
}
