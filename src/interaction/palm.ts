/** Tells the hand that rests on the screen from a finger that means something: it is large, or a pen is at work beside it. */

export const PALM = {
  /** CSS pixels across from which a contact is no fingertip. */
  contact: 80,
  /** Milliseconds after the pen was last seen, down or hovering. */
  afterPen: 600,
} as const;

/** The structural part of a PointerEvent. */
export interface Contact {
  readonly pointerId: number;
  readonly pointerType: string;
  readonly width: number;
  readonly height: number;
  readonly timeStamp: number;
}

export class Palm {
  readonly #palms = new Set<number>();
  #penSeen = -Infinity;

  /** A contact began; true where it is a palm, whose events mean nothing until it is lifted. */
  down(contact: Contact): boolean {
    this.#see(contact);
    const { pointerType, pointerId, width, height, timeStamp } = contact;
    if (pointerType !== 'touch') return false;
    const palm = Math.max(width, height) >= PALM.contact || timeStamp - this.#penSeen < PALM.afterPen;
    if (palm) this.#palms.add(pointerId);
    return palm;
  }

  /** Whether a moving or ending contact is a palm. */
  ignores(contact: Contact): boolean {
    this.#see(contact);
    return this.#palms.has(contact.pointerId);
  }

  up({ pointerId }: Pick<Contact, 'pointerId'>): void {
    this.#palms.delete(pointerId);
  }

  forget(): void {
    this.#palms.clear();
  }

  #see({ pointerType, timeStamp }: Contact): void {
    if (pointerType === 'pen') this.#penSeen = timeStamp;
  }
}
