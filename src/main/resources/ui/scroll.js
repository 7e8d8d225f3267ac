const MARGIN = '800px 0px';

/**
 * Loads more whenever a marker at the end of a scrolled pane comes near. The function load returns whether there is
 * more to load.
 */
export class ScrollLoader {

  #busy = false;

  constructor(pane, marker, load) {
    this.marker = marker;
    this.load = load;
    this.observer = new IntersectionObserver(changes => this.#check(changes), {root: pane, rootMargin: MARGIN});
  }

  /** An observer that starts again reports a marker that is still near. */
  start() {
    this.observer.unobserve(this.marker);
    this.observer.observe(this.marker);
  }

  stop() {
    this.observer.disconnect();
  }

  async #check(changes) {
    if (this.#busy || !changes.at(-1).isIntersecting) {
      return;
    }
    this.#busy = true;
    const more = await this.load();
    this.#busy = false;
    if (more) {
      this.start();
    } else {
      this.stop();
    }
  }
}
