import {Conversation} from './conversation.js';
import {byId, element} from './dom.js';
import {showFilters, startFind} from './find.js';
import {startKeyboard} from './keyboard.js';
import {startKeyButton} from './key.js';
import {KINDS} from './kinds.js';
import {List} from './list.js';
import {currentRoute, hashOf} from './router.js';

/** The list on the left, and the open conversation, if there is one. The hash of the URL decides what they show. */
class Page {

  list = new List();
  conversation = null;

  show() {
    const route = currentRoute();
    document.body.dataset.view = route.id === null ? 'list' : 'conversation';
    document.title = route.id === null ? `${KINDS[route.kind].title} · Bobbin` : `${route.id} · Bobbin`;
    this.#showTabs(route);
    showFilters(route);
    this.list.show(route);
    this.#showConversation(route);
  }

  #showTabs(route) {
    for (const kind of Object.keys(KINDS)) {
      const tab = byId(`tab-${kind}`);
      if (kind === route.kind) {
        tab.setAttribute('aria-current', 'page');
      } else {
        tab.removeAttribute('aria-current');
      }
      tab.setAttribute('href', hashOf({kind}));
    }
  }

  #showConversation(route) {
    if (route.id === null) {
      this.#closeConversation(route.kind);
    } else if (this.conversation?.isAt(route)) {
      this.#moveTo(route.entryId);
    } else {
      this.#open(route);
    }
  }

  #moveTo(entryId) {
    if (entryId !== null) {
      this.conversation.entries.show(entryId);
    }
  }

  #open(route) {
    this.conversation?.close();
    this.conversation = new Conversation(route, id => this.list.remove(id));
    this.conversation.open(route.entryId);
    byId('conversation').focus();
  }

  #closeConversation(kind) {
    this.conversation?.close();
    this.conversation = null;
    const hint = `Choose a ${KINDS[kind].name} from the list.`;
    byId('conversation').replaceChildren(element('p', {class: 'empty'}, hint));
  }
}

const page = new Page();
startKeyButton();
startFind();
startKeyboard(page);
byId('skip').addEventListener('click', event => {
  event.preventDefault(); // The hash belongs to the router.
  byId('conversation').focus();
});
addEventListener('hashchange', () => page.show());
page.show();
