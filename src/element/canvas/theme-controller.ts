/** Light or dark: the host's choice, else what the person chose before (kept in the storage's settings), else the system's. */
import { GdsError } from '../../errors.js';
import { resolveTheme, type ThemeChoice } from '../theme.js';
import type { Studio } from './studio.js';

const SETTING = 'theme';

export class ThemeController {
  resolved: 'light' | 'dark' = 'dark';
  #remembered: ThemeChoice | undefined;

  constructor(private readonly studio: Studio) {}

  get choice(): ThemeChoice {
    const { theme } = this.studio.element;
    return theme === 'system' ? (this.#remembered ?? 'system') : theme;
  }

  /** Reads choice and system anew and hands the colours on. */
  resolve(): void {
    const { element, view } = this.studio;
    const window = element.ownerDocument.defaultView;
    if (!window) return;
    this.resolved = resolveTheme(this.choice, window);
    element.dataset['theme'] = this.resolved;
    view.applyTheme();
    element.requestUpdate();
  }

  /** Takes up what the person chose before. */
  async recall(): Promise<void> {
    const stored = await this.studio.keeper.storage?.getSetting(SETTING).catch(() => undefined);
    if (stored !== 'light' && stored !== 'dark' && stored !== 'system') return;
    this.#remembered = stored;
    this.resolve();
  }

  choose(choice: ThemeChoice): void {
    const { studio } = this;
    this.#remembered = choice;
    studio.element.theme = choice;
    this.resolve();
    void studio.keeper.storage
      ?.setSetting(SETTING, choice)
      .catch((error: unknown) => studio.messages.report(GdsError.from(error, 'GDS_SETTING'), { quiet: true }));
  }
}
