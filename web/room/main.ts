// The exercise room's page: which of its screens this device shows.
// SPDX-License-Identifier: Apache-2.0
import { createApp, defineComponent, h, watchEffect } from '@vue/runtime-dom';
import { Board } from './control/board';
import { Join, Login } from './join';
import { begin, link } from './link';
import { el } from './parts';
import { Play } from './player/play';
import { Evaluator } from './watch/evaluator';
import { Wall } from './watch/wall';
import { learn, speak, language, t, word } from './words';

const Room = defineComponent(() => () => {
  const view = link.view, path = location.pathname, rank = view?.me?.rank;
  if (!view) return el('main', {}, el('p', { role: 'status' }, t(link.lost ? 'room.lost' : 'room.opening')));
  if (!rank) return h(path === '/control' || path === '/wall' ? Login : Join);
  if (rank === 'control') return h(path === '/wall' ? Wall : Board);
  if (rank === 'projector') return h(Wall);
  return h((rank === 'evaluator' || rank === 'observer') && view.pack ? Evaluator : Play);
});

/* What a browser says of a field that does not fit is in the browser's language; here it is in the reader's. Asked anew at each press. */
document.addEventListener('click', (e) => {
  for (const field of (e.target as Element).closest?.('form')?.elements ?? []) (field as HTMLInputElement).setCustomValidity?.('');
}, true);
document.addEventListener('invalid', (e) => {
  const field = e.target as HTMLInputElement;
  field.setCustomValidity(t(field.validity.valueMissing ? 'room.error.missing' : 'room.error.value'));
}, true);

speak(language.value);
watchEffect(() => {
  const real = link.view?.clock.state === 'real';
  document.title = link.view ? `${real ? t('room.real') : t('room.exercise')} · ${word(link.view.title)}` : 'guzar';
  document.documentElement.dataset.exercise = real ? '' : t('room.exercise');
});
createApp(Room).mount('#room');
void begin();
void learn();
