/** docs/keyboard.md lists the keys as the table has them. */
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { DEFAULT_KEYMAP } from '../../src/interaction/keymap.js';
import { shortcutLabel } from '../../src/element/shortcut-label.js';

const page = readFileSync(new URL('../../docs/keyboard.md', import.meta.url), 'utf8');

describe('the page about the keyboard', () => {
  it('lists every command that has keys, with its keys, in the order of the table, and no other', () => {
    const rows = page
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| ---') && !line.startsWith('| keys'))
      .map((line) =>
        line
          .slice(1, -1)
          .split(' | ')
          .map((cell) => cell.trim().replaceAll('\\|', '|')),
      );
    const groups = [...new Set(DEFAULT_KEYMAP.shortcuts.map(({ group }) => group))];
    const wanted = groups.flatMap((group) =>
      DEFAULT_KEYMAP.shortcuts
        .filter((row) => row.group === group)
        .map(({ keys, title }) => [keys.map((text) => shortcutLabel(text, false)).join(' or '), title]),
    );
    expect(rows).to.deep.equal(wanted);
  });
});
