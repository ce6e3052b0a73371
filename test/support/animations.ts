/** Resolves once whatever fades or slides within `root` has arrived: only then are its colours the ones a person reads. */
export async function animationsEnded(root: ShadowRoot): Promise<void> {
  const ending = animationsIn(root).filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity);
  await Promise.all(ending.map((animation) => animation.finished.catch(() => undefined)));
}

function animationsIn(root: ShadowRoot): Animation[] {
  const inner = [...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? animationsIn(shadowRoot) : []));
  return [...root.getAnimations(), ...inner];
}
