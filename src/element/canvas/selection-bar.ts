/** Where the bar of several selected things stands: above them, inside the element, following the view; away during a drag. */
import type { Studio } from './studio.js';

/** CSS pixels between the bar and what it is about, and from the element's edges. */
const GAP = 14;
const MARGIN = 12;
/** CSS pixels at the top that the status chip takes. */
const TOP = 60;

export class SelectionBar {
  constructor(private readonly studio: Studio) {}

  get shown(): boolean {
    const { selection, readonly, tiny, chart } = this.studio;
    return selection.size > 1 && !readonly && !tiny && !chart.busy;
  }

  place(): void {
    const { studio } = this;
    // With every move of the camera, most of which have nothing to place.
    if (studio.selection.size === 0) return;
    const bar = studio.find<HTMLElement & { updateComplete: Promise<unknown> }>('.selection-bar');
    const bounds = bar && studio.view.scene.bounds(studio.selection);
    if (!bar || !bounds) return;
    // Its size is known once it has rendered itself.
    if (bar.offsetHeight === 0) return void bar.updateComplete.then(() => bar.offsetHeight > 0 && this.place());
    const { element, camera } = studio;
    const left = (bounds.x + bounds.width / 2 - camera.x) * camera.zoom - bar.offsetWidth / 2;
    const top = (bounds.y - camera.y) * camera.zoom - bar.offsetHeight - GAP;
    const x = Math.max(MARGIN, Math.min(left, element.clientWidth - bar.offsetWidth - MARGIN));
    const y = Math.max(TOP, Math.min(top, element.clientHeight - bar.offsetHeight - MARGIN));
    bar.style.setProperty('transform', `translate(${Math.round(x)}px, ${Math.round(y)}px)`);
  }
}
