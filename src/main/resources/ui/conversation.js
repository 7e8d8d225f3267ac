import {download, get, path, remove} from './api.js';
import {copy, saveAs} from './browser.js';
import {confirmDeletion} from './dialogs.js';
import {announce, button, byId, element} from './dom.js';
import {Entries} from './entries.js';
import {renderEntry} from './entry.js';
import {attempt} from './errors.js';
import {fold} from './fold.js';
import {KINDS} from './kinds.js';
import {json} from './parts.js';
import {hashOf, navigate} from './router.js';
import {formatTime, isoTime, pairText, visible} from './text.js';

/** An open conversation: its heading with the actions, and its messages or items. */
export class Conversation {

  #heading = element('div');
  #problem = element('div', {class: 'problem'});

  constructor(route, onDeleted) {
    this.route = {...route, entryId: null};
    this.names = KINDS[route.kind];
    this.path = path(route.kind, route.id);
    this.onDeleted = onDeleted;
    this.entries = new Entries(`${this.path}/${this.names.entries}`, this.names, entry => renderEntry(entry, {
      copy,
      link: id => hashOf({...this.route, entryId: id}),
      remove: id => this.#deleteEntry(id),
    }));
  }

  /** Shows the conversation at one of its entries, or at the newest one. */
  async open(entryId) {
    byId('conversation').replaceChildren(this.#heading, this.entries.pane);
    this.#showHeading(null);
    await attempt(this.#problem, () => this.open(entryId), async () => {
      this.#showHeading(await get(this.path));
      await (entryId ? this.entries.show(entryId) : this.entries.showNewest());
    });
  }

  close() {
    this.entries.close();
  }

  isAt({kind, id}) {
    return this.route.kind === kind && this.route.id === id;
  }

  /** There is nothing to export or delete until the server has returned the conversation. */
  #showHeading(stored) {
    const {kind, id, filters} = this.route;
    const {created_at, metadata, tool_resources} = stored ?? {};
    this.#problem.replaceChildren();
    const heading = element('div', {class: 'heading'},
      element('div', {class: 'title'},
        element('a', {class: 'button back', href: hashOf({kind, filters})}, '← List'),
        element('h2', {}, visible(id)),
        created_at && element('time', {datetime: isoTime(created_at)}, formatTime(created_at))),
      stored && this.#actions(),
      this.#metadata(Object.entries(metadata ?? {})),
      Object.keys(tool_resources ?? {}).length > 0 && fold('Tool resources', () => json(tool_resources)),
      this.#problem);
    this.#heading.replaceWith(heading);
    this.#heading = heading;
  }

  #actions() {
    return element('div', {class: 'actions'},
      button('Copy id', () => copy(this.route.id)),
      button('Oldest', () => this.entries.showOldest()),
      button('Newest', () => this.entries.showNewest()),
      button('Export', () => this.#export(), {title: `Save this ${this.names.name} as JSON Lines`}),
      button('Delete', () => this.#delete(), {class: 'danger'}));
  }

  /** Each pair is a link that lists the conversations with the same pair. */
  #metadata(pairs) {
    const {kind} = this.route;
    return pairs.length > 0 && element('ul', {class: 'pairs', 'aria-label': 'Metadata'}, pairs.map(pair =>
      element('li', {}, element('a', {
        class: 'pair',
        dir: 'auto',
        href: hashOf({kind, filters: [pair]}),
        title: `List the ${kind} with this metadata`,
      }, pairText(pair)))));
  }

  #export() {
    return attempt(this.#problem, () => this.#export(), async () => {
      saveAs(`${this.route.id}.jsonl`, await download(`${this.path}/export`));
      this.#problem.replaceChildren();
    });
  }

  async #delete() {
    const {kind, id, filters} = this.route;
    const text = `${visible(id)} and all its ${this.names.entries} will be deleted. You cannot undo this.`;
    if (await confirmDeletion(`Delete this ${this.names.name}?`, text)) {
      await attempt(this.#problem, () => this.#delete(), async () => {
        await remove(this.path);
        announce('Deleted');
        this.onDeleted(id);
        navigate({kind, filters});
      });
    }
  }

  async #deleteEntry(id) {
    const text = `${visible(id)} will be deleted. You cannot undo this.`;
    if (await confirmDeletion(`Delete this ${this.names.entry}?`, text)) {
      await attempt(this.#problem, () => this.#deleteEntry(id), async () => {
        await remove(`${this.path}/${this.names.entries}/${encodeURIComponent(id)}`);
        announce('Deleted');
        this.entries.remove(id);
      });
    }
  }
}
