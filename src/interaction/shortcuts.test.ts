import { describe, it } from 'node:test';
import { expect } from 'chai';
import { DEFAULT_KEYMAP, Keymap, checkBindings, type ShortcutBindings } from './keymap.js';
import { isSingleKey, keysOf, parseKeys, type KeyStroke } from './shortcuts.js';

const key = (name: string, more: Partial<KeyStroke> = {}): KeyStroke => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});
const shortcutFor = (event: KeyStroke, apple: boolean) => DEFAULT_KEYMAP.find(event, apple);
const codeOf = (bindings: unknown): string => {
  try {
    checkBindings(bindings as ShortcutBindings);
    return 'fine';
  } catch (error) {
    return `${(error as { code: string }).code} ${(error as { path?: string }).path ?? ''}`.trim();
  }
};

describe('shortcuts', () => {
  it('give every key to one command only, in each place', () => {
    for (const context of ['item', 'port', 'wire'] as const) {
      const keys = DEFAULT_KEYMAP.shortcuts
        .filter(({ when }) => (context === 'item' ? !when : when?.includes(context)))
        .flatMap((row) => row.keys);
      expect(new Set(keys).size, context).to.equal(keys.length);
    }
    expect(codeOf({})).to.equal('fine');
  });

  it('are all written as they are read', () => {
    for (const { keys } of DEFAULT_KEYMAP.shortcuts) for (const written of keys) expect(parseKeys(written)).to.equal(written);
  });

  it('take Ctrl or, on Apple systems, the command key', () => {
    expect(shortcutFor(key('Enter', { ctrlKey: true }), false)?.command).to.equal('run');
    expect(shortcutFor(key('Enter', { metaKey: true }), true)?.command).to.equal('run');
    expect(shortcutFor(key('z', { ctrlKey: true }), true)).to.equal(undefined);
    expect(shortcutFor(key('Enter', { metaKey: true }), false)).to.equal(undefined);
  });

  it('write Shift for letters and not for symbols, whose place depends on the layout', () => {
    expect(keysOf(key('Z', { ctrlKey: true, shiftKey: true }), false)).to.equal('Mod+Shift+Z');
    expect(shortcutFor(key('Z', { ctrlKey: true, shiftKey: true }), false)?.command).to.equal('redo');
    expect(shortcutFor(key('?', { shiftKey: true }), false)?.command).to.equal('shortcuts');
    expect(shortcutFor(key('+', { shiftKey: true }), false)?.command).to.equal('zoom-in');
  });

  it('read a sign that is typed with AltGr as the sign', () => {
    const altGr = { ctrlKey: true, altKey: true, getModifierState: (name: string) => name === 'AltGraph' };
    expect(shortcutFor(key('[', { ...altGr, code: 'Digit8' }), false)).to.include({ command: 'follow', value: 'back' });
  });

  it('know arrows in small steps, and walking, extending and panning apart from moving', () => {
    expect(shortcutFor(key('ArrowLeft', { shiftKey: true }), false)).to.include({ command: 'nudge', value: 'left' });
    expect(shortcutFor(key('ArrowLeft', { altKey: true }), false)).to.include({ command: 'walk', value: 'left' });
    expect(shortcutFor(key('ArrowLeft', { altKey: true, shiftKey: true }), false)).to.include({ command: 'extend', value: 'left' });
    expect(shortcutFor(key('ArrowLeft', { ctrlKey: true, shiftKey: true }), false)).to.include({ command: 'pan', value: 'left' });
    expect(shortcutFor(key('Tab', { shiftKey: true }), false)).to.include({ command: 'walk', value: 'previous' });
    expect(shortcutFor(key(' ', { shiftKey: true }), false)?.command).to.equal('toggle-selected');
  });

  it('mean something else on a port and on a wire', () => {
    expect(DEFAULT_KEYMAP.find(key('ArrowDown'), false, 'port')).to.include({ command: 'port', value: 'next' });
    expect(DEFAULT_KEYMAP.find(key('Enter'), false, 'port')?.command).to.equal('connect-port');
    expect(DEFAULT_KEYMAP.find(key('Enter'), false, 'wire')?.command).to.equal('follow-wire');
    expect(DEFAULT_KEYMAP.find(key('Delete'), false, 'wire')?.command).to.equal('delete');
    expect(DEFAULT_KEYMAP.find(key('Enter'), false)?.command).to.equal('edit');
  });

  it('take the letter of a key where Alt turns it into a sign, as on Apple keyboards', () => {
    expect(shortcutFor(key('å', { altKey: true, code: 'KeyA' }), true)).to.include({ command: 'align', value: 'left' });
    expect(shortcutFor(key('Dead', { altKey: true, code: 'KeyH' }), true)).to.include({ command: 'align', value: 'center' });
    expect(shortcutFor(key('a', { altKey: true, code: 'KeyQ' }), false)).to.include({ command: 'align', value: 'left' });
  });

  it('go by the place of the key where the layout has no Latin letters, and by the letter where it has', () => {
    expect(shortcutFor(key('я', { ctrlKey: true, code: 'KeyZ' }), false)?.command).to.equal('undo');
    expect(shortcutFor(key('Я', { ctrlKey: true, shiftKey: true, code: 'KeyZ' }), false)?.command).to.equal('redo');
    expect(shortcutFor(key('ψ', { code: 'KeyC' }), false)?.command).to.equal('connect');
    expect(shortcutFor(key('y', { ctrlKey: true, code: 'KeyZ' }), false)?.command, 'German').to.equal('redo');
  });

  it('leave the browser its own keys', () => {
    for (const name of ['r', 't', 'w', 'f', 'p', 's']) expect(shortcutFor(key(name, { ctrlKey: true }), false), name).to.equal(undefined);
    expect(shortcutFor(key('F5'), false)).to.equal(undefined);
  });
});

describe('bindings', () => {
  it('are read in any order and case', () => {
    expect(parseKeys('shift+mod+r')).to.equal('Mod+Shift+R');
    expect(parseKeys('Mod++')).to.equal('Mod++');
    expect(parseKeys('arrowLeft')).to.equal('ArrowLeft');
    expect(parseKeys('Shift+?')).to.equal('?');
    for (const bad of ['', 'Mod+', 'Hyper+A', 'Mod+Mod+A', 'Mod+AB', 'F25', ' ', 'Mod+Shift'])
      expect(() => parseKeys(bad), bad).to.throw('is no keystroke');
  });

  it('of the host take the place of the table’s, null takes keys away', () => {
    const keymap = new Keymap({ host: { run: ['mod+r', 'F9'], duplicate: null, 'align:left': ['Mod+D'] } });
    expect(keymap.find(key('r', { ctrlKey: true }), false)?.command).to.equal('run');
    expect(keymap.find(key('Enter', { ctrlKey: true }), false)).to.equal(undefined);
    expect(keymap.keysFor('run')).to.deep.equal(['Mod+R', 'F9']);
    expect(keymap.keysFor('duplicate')).to.deep.equal([]);
    expect(keymap.find(key('d', { ctrlKey: true }), false)).to.include({ command: 'align', value: 'left' });
  });

  it('of the person come before the host’s, and what they take the others lose', () => {
    const keymap = new Keymap({ host: { run: ['F9'] }, person: { fit: ['F9'] } });
    expect(keymap.find(key('F9'), false)?.command).to.equal('fit');
    expect(keymap.keysFor('run')).to.deep.equal([]);
    expect(keymap.holderOf('F9', 'undo')?.command).to.equal('fit');
  });

  it('that cannot be used are refused with the reason and the place', () => {
    expect(codeOf({ run: ['Mod+R'] })).to.equal('fine');
    expect(codeOf({ fly: ['F9'] })).to.equal('GDS_SHORTCUT_COMMAND fly');
    expect(codeOf({ align: ['F9'] })).to.equal('GDS_SHORTCUT_COMMAND align');
    expect(codeOf({ copy: ['F9'] })).to.equal('GDS_SHORTCUT_COMMAND copy');
    expect(codeOf({ run: ['Mod+Nothing'] })).to.equal('GDS_SHORTCUT_KEYS run[0]');
    expect(codeOf({ run: 'Mod+R' })).to.equal('GDS_SHORTCUT_KEYS run');
    expect(codeOf({ run: ['Mod+D'] })).to.equal('GDS_SHORTCUT_CONFLICT run');
    expect(codeOf({ run: ['Mod+D'], duplicate: null })).to.equal('fine');
    expect(codeOf({ fit: ['F9'], run: ['F9'] })).to.match(/^GDS_SHORTCUT_CONFLICT/);
  });

  it('of single letters, digits and signs can be switched off', () => {
    const keymap = new Keymap({ singleKeys: false });
    for (const { keys } of keymap.shortcuts) for (const written of keys) expect(isSingleKey(written), written).to.equal(false);
    expect(keymap.find(key('a'), false)).to.equal(undefined);
    expect(keymap.find(key('p', { altKey: true }), false)?.command).to.equal('ports');
    expect(keymap.find(key('Delete'), false)?.command).to.equal('delete');
  });
});
