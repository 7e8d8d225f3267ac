import {get} from './api.js';
import {announce, element} from './dom.js';
import {attempt} from './errors.js';
import {ScrollLoader} from './scroll.js';

const PAGE_SIZE = 50;

/** More entries are removed at the far end, so that the page stays fast in a conversation of any length. */
const MAX_ENTRIES = 400;

/**
 * A window of a conversation's messages or items, oldest first. Both ends of the window load more as the user scrolls.
 * An end always continues after its last entry, in ascending or descending order.
 */
export class Entries {

  #loading = new AbortController();
  #olderMarker = element('div', {class: 'marker'});
  #newerMarker = element('div', {class: 'marker'});
  #list = element('div', {class: 'entries'});

  /**
   * @param path the path of the messages or items in the API
   * @param names the names of the conversation's kind
   * @param render returns the element of an entry
   */
  constructor(path, names, render) {
    this.path = path;
    this.names = names;
    this.render = render;
    this.pane = element('div', {class: 'pane', tabindex: 0, role: 'region', 'aria-label': names.entries},
      this.#olderMarker, this.#list, this.#newerMarker);
    this.older = new ScrollLoader(this.pane, this.#olderMarker, () => this.#loadOlder());
    this.newer = new ScrollLoader(this.pane, this.#newerMarker, () => this.#loadNewer());
  }

  close() {
    this.#loading.abort();
    this.older.stop();
    this.newer.stop();
  }

  async showNewest() {
    this.#clear();
    const more = await this.#loadOlder();
    this.#newerMarker.replaceChildren();
    this.pane.scrollTop = this.pane.scrollHeight;
    start(this.older, more);
  }

  async showOldest() {
    this.#clear();
    const more = await this.#loadNewer();
    this.#olderMarker.replaceChildren(this.#beginning());
    this.pane.scrollTop = 0;
    start(this.newer, more);
  }

  /** Shows an entry with the entries around it. */
  async show(id) {
    if (!this.#find(id)) {
      await this.#loadAround(id);
    }
    this.#mark(id);
  }

  /** Removes a deleted entry. */
  remove(id) {
    this.#find(id)?.remove();
    this.pane.focus();
  }

  async #loadAround(id) {
    this.#clear();
    const {signal} = this.#loading;
    await attempt(this.#newerMarker, () => this.show(id), async () => {
      this.#list.append(this.render(await get(`${this.path}/${encodeURIComponent(id)}`, [], signal)));
      start(this.older, await this.#loadOlder());
      start(this.newer, await this.#loadNewer());
    });
  }

  #mark(id) {
    this.#list.querySelector('.target')?.classList.remove('target');
    const entry = this.#find(id);
    entry?.classList.add('target');
    entry?.scrollIntoView({block: entry.clientHeight < this.pane.clientHeight ? 'center' : 'start'});
    entry?.focus({preventScroll: true});
  }

  #clear() {
    this.close();
    this.#loading = new AbortController();
    this.#list.replaceChildren();
    this.#olderMarker.replaceChildren();
    this.#newerMarker.replaceChildren('Loading …');
  }

  #loadOlder() {
    return attempt(this.#olderMarker, () => this.older.start(), async () => {
      const page = await this.#page('desc', this.#list.firstElementChild);
      const added = page.data.reverse().map(this.render);
      this.#keepPlace(() => this.#list.prepend(...added));
      this.#trim('lastElementChild', this.newer);
      this.#olderMarker.replaceChildren(page.has_more ? 'Loading …' : this.#beginning());
      return page.has_more;
    });
  }

  #loadNewer() {
    return attempt(this.#newerMarker, () => this.newer.start(), async () => {
      const page = await this.#page('asc', this.#list.lastElementChild);
      this.#list.append(...page.data.map(this.render));
      this.#keepPlace(() => this.#trim('firstElementChild', this.older));
      this.#newerMarker.replaceChildren(page.has_more ? 'Loading …' : '');
      return page.has_more;
    });
  }

  async #page(order, edge) {
    const after = edge ? [['after', edge.dataset.id]] : [];
    const page = await get(this.path, [['limit', PAGE_SIZE], ['order', order], ...after], this.#loading.signal);
    announce(`${page.data.length} ${this.names.entries} loaded`);
    return page;
  }

  #beginning() {
    return this.#list.childElementCount === 0
      ? `This ${this.names.name} has no ${this.names.entries}.`
      : `Beginning of the ${this.names.name}`;
  }

  /** Removes entries at the far end. The loader of that end can load them again. */
  #trim(end, loader) {
    if (this.#list.childElementCount > MAX_ENTRIES) {
      while (this.#list.childElementCount > MAX_ENTRIES) {
        this.#list[end].remove();
      }
      loader.start();
    }
  }

  /** Changes entries above the visible ones, which stay where they are on the screen. */
  #keepPlace(change) {
    const top = this.pane.getBoundingClientRect().top;
    const anchor = [...this.#list.children].find(entry => entry.getBoundingClientRect().bottom > top);
    const before = anchor?.getBoundingClientRect().top;
    change();
    if (anchor?.isConnected) {
      this.pane.scrollTop += anchor.getBoundingClientRect().top - before;
    }
  }

  #find(id) {
    return this.#list.querySelector(`[data-id="${CSS.escape(id)}"]`);
  }
}

function start(loader, more) {
  if (more) {
    loader.start();
  }
}
