/**
 * Sets custom properties on an element from a template: `<i ${cssVars({ '--fill': 0.4 })}></i>`.
 *
 * A `style` attribute (and Lit's `styleMap` on first render) is refused under a strict content security policy; the style
 * object is not.
 */
import { noChange } from 'lit';
import { Directive, directive, PartType, type ElementPart, type PartInfo } from 'lit/directive.js';

type Vars = Readonly<Record<`--${string}`, string | number>>;

class CssVars extends Directive {
  constructor(info: PartInfo) {
    super(info);
    if (info.type !== PartType.ELEMENT) throw new Error('cssVars stands on an element: <i ${cssVars({…})}>.');
  }
  render(_vars: Vars) {
    return noChange;
  }
  override update(part: ElementPart, [vars]: [Vars]) {
    const { style } = part.element as HTMLElement;
    for (const [name, value] of Object.entries(vars)) style.setProperty(name, String(value));
    return noChange;
  }
}

export const cssVars = directive(CssVars);
