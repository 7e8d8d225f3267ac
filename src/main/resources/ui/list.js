import {get} from './api.js';
import {announce, byId, element} from './dom.js';
import {attempt} from './errors.js';
import {KINDS} from './kinds.js';
import {hashOf} from './router.js';
import {ScrollLoader} from './scroll.js';
import {formatTime, isoTime, pairText, visible} from './text.js';

const PAGE_SIZE = 50;

/** The list of threads or conversations, newest first. Older ones are loaded as the user scrolls. */
export class List {

  #rows = byId('rows');
  #end = byId('list-end');
  #loader = new ScrollLoader(byId('list-pane'), this.#end, () => this.#load());
  #loading = new AbortController();
  #route = null;
  #last = null;

  /** Shows the list of a route, and marks its conversation as the current one. */
  show(route) {
    const isNew = !this.#route || listOf(route) !== listOf(this.#route);
    this.#route = route;
    if (isNew) {
      this.#reset();
    }
    this.#update();
  }

  /** Removes a deleted conversation. */
  remove(id) {
    this.#linkTo(id)?.parentElement.remove();
  }

  focus() {
    (this.#rows.querySelector('[aria-current=true]') ?? this.#rows.querySelector('a') ?? byId('find-input')).focus();
  }

  #reset() {
    this.#loading.abort();
    this.#loading = new AbortController();
    this.#loader.stop();
    this.#rows.replaceChildren();
    this.#last = null;
    byId('list-title').textContent = KINDS[this.#route.kind].title;
    this.#loader = new ScrollLoader(byId('list-pane'), this.#end, () => this.#load());
    this.#loader.start();
  }

  #load() {
    this.#end.replaceChildren('Loading …');
    return attempt(this.#end, () => this.#loader.start(), async () => {
      const page = await get(this.#route.kind, this.#query(), this.#loading.signal);
      this.#append(page);
      return page.has_more;
    });
  }

  #query() {
    const filters = this.#route.filters.map(([name, value]) => [`metadata[${name}]`, value]);
    return [['limit', PAGE_SIZE], ...this.#last ? [['after', this.#last]] : [], ...filters];
  }

  #append(page) {
    this.#rows.append(...page.data.map(conversation => this.#row(conversation)));
    this.#last = page.last_id ?? this.#last;
    this.#end.replaceChildren(this.#endText(page));
    this.#update();
    announce(`${this.#rows.childElementCount} ${this.#route.kind} loaded`);
  }

  #endText(page) {
    if (page.has_more) {
      return 'Loading …';
    }
    const matching = this.#route.filters.length > 0 ? ' with this metadata' : '';
    return this.#rows.childElementCount === 0 ? `There are no ${this.#route.kind}${matching}.` : '';
  }

  #row({id, created_at, metadata}) {
    const pairs = Object.entries(metadata ?? {});
    return element('li', {}, element('a', {class: 'row', 'data-id': id},
      element('span', {class: 'id'}, visible(id)),
      element('span', {class: 'pairs'},
        element('time', {datetime: isoTime(created_at)}, formatTime(created_at)),
        pairs.map(pair => element('span', {class: 'pair', dir: 'auto'}, pairText(pair))))));
  }

  /** Rows keep the filters in their links, and the current row is marked. */
  #update() {
    const {kind, id, filters} = this.#route;
    for (const row of this.#rows.querySelectorAll('a')) {
      row.setAttribute('href', hashOf({kind, id: row.dataset.id, filters}));
      row.setAttribute('aria-current', row.dataset.id === id);
    }
  }

  #linkTo(id) {
    return this.#rows.querySelector(`a[data-id="${CSS.escape(id)}"]`);
  }
}

const listOf = ({kind, filters}) => hashOf({kind, filters});
