/**
 * What a port could be connected with, found by typing. Enter connects; what does not fit is listed last, with the reason.
 *
 * @fires gds-connect-chosen - `detail: { choice }`: what `find` gave.
 * @fires gds-palette-close - Escape was pressed.
 * @csspart panel - The card.
 */
import type { PropertyDeclarations } from 'lit';
import { GdsFinder, type FinderRow } from './gds-finder.js';

export class GdsConnectList extends GdsFinder<FinderRow> {
  static override readonly tag = 'gds-connect-list';
  static override properties: PropertyDeclarations = { heading: { attribute: false }, find: { attribute: false } };

  /** What is being connected: `Connect Prompt: Text to`. */
  heading = 'Connect to';
  /** What the query leaves, nearest first. */
  find: (query: string) => readonly FinderRow[] = () => [];
  protected readonly listTitle = 'Ports that fit';

  protected rows(): readonly FinderRow[] {
    return this.find(this.query);
  }

  protected chosen(choice: FinderRow): void {
    this.emit('gds-connect-chosen', { choice });
  }

  protected none(): string {
    return this.query === '' ? 'Nothing here has a port that fits.' : `No port that fits is called “${this.query}”.`;
  }
}
