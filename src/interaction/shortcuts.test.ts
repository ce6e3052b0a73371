import { describe, it } from 'node:test';
import { expect } from 'chai';
import { SHORTCUTS, keysOf, shortcutFor, type KeyStroke } from './shortcuts.js';

const key = (name: string, more: Partial<KeyStroke> = {}): KeyStroke => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

describe('shortcuts', () => {
  it('give every key to one command only', () => {
    const keys = SHORTCUTS.flatMap((shortcut) => shortcut.keys);
    expect(new Set(keys).size).to.equal(keys.length);
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

  it('know arrows in small steps, and walking apart from moving', () => {
    expect(shortcutFor(key('ArrowLeft', { shiftKey: true }), false)).to.include({ command: 'nudge', value: 'left' });
    expect(shortcutFor(key('ArrowLeft', { altKey: true }), false)).to.include({ command: 'walk', value: 'left' });
    expect(shortcutFor(key('Tab', { shiftKey: true }), false)).to.include({ command: 'walk', value: 'previous' });
  });

  it('take the letter of a key where Alt turns it into a sign, as on Apple keyboards', () => {
    expect(shortcutFor(key('å', { altKey: true, code: 'KeyA' }), true)).to.include({ command: 'align', value: 'left' });
    expect(shortcutFor(key('Dead', { altKey: true, code: 'KeyH' }), true)).to.include({ command: 'align', value: 'center' });
    expect(shortcutFor(key('a', { altKey: true, code: 'KeyQ' }), false)).to.include({ command: 'align', value: 'left' });
  });

  it('leave the browser its own keys', () => {
    for (const name of ['r', 't', 'w', 'f', 'p', 's']) expect(shortcutFor(key(name, { ctrlKey: true }), false), name).to.equal(undefined);
    expect(shortcutFor(key('F5'), false)).to.equal(undefined);
  });
});
