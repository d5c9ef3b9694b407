// What every page has around its content: the choice of the language, sections with their contents, the foot.
// SPDX-License-Identifier: Apache-2.0
import type { Language } from './data';
import { h, type Child } from './dom';
import { languages, speak, spoken, t } from './words';

export function section(id: string, lead: string | null, ...children: Child[]): HTMLElement {
  return h('section', { id, 'aria-labelledby': `${id}-title` }, h('h2', { id: `${id}-title` }, t(`${id}.title`)), lead && h('p', { class: id === 'map' ? 'lead screen-only' : 'lead' }, lead), children);
}

/** Buttons for the languages; `build` makes the page anew. */
export function switcher(build: (l: Language) => void): HTMLElement {
  return h('div', { class: 'languages screen-only', role: 'group', 'aria-label': t('language.choose') }, languages.map((l) => {
    const now = spoken();
    speak(l);
    const name = t('language.name');
    speak(now);
    return h('button', { type: 'button', lang: l, 'aria-pressed': String(l === now), onclick: () => { build(l); document.querySelector<HTMLElement>(`button[lang=${l}]`)?.focus(); } }, name);
  }));
}

export function contents(sections: HTMLElement[]): HTMLElement {
  return h('nav', { class: 'contents screen-only', 'aria-label': t('page.contents') }, h('ul', { role: 'list' }, sections.map((x) => h('li', {}, h('a', { href: `#${x.id}` }, t(`${x.id}.title`))))));
}

/** Puts the content into the page, with a way past the head and with the foot. */
export function furnish(main: HTMLElement, version: string): void {
  document.body.replaceChildren(h('a', { class: 'skip', href: '#content' }, t('page.skip')), main,
    h('footer', {}, h('p', {}, t('footer.language')), h('p', {}, t('footer.made', { version }))));
}

/** Before printing everything folded within is unfolded, and folded again after. */
export function unfold(within: string): void {
  let folded: HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => { folded = [...document.querySelectorAll<HTMLDetailsElement>(`${within} details:not([open])`)]; folded.forEach((d) => { d.open = true; }); });
  addEventListener('afterprint', () => folded.forEach((d) => { d.open = false; }));
}
