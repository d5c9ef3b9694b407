// The facilitator's page: the clock, the seats, messages, a real emergency, the log.
// SPDX-License-Identifier: Apache-2.0
import { defineComponent, onMounted, reactive, ref, watch } from '@vue/runtime-dom';
import { begin, ex, link, order, say, type Entry, type Message, type Role, type View } from './link';
import { back, button, el, header, machine, told, type Part } from './parts';
import { addresses, type Addresses } from './wall';
import { clockRead, clockText, t, word } from './words';

const form = reactive({ time: '', speed: '60', step: '0:10', text: '', note: '', to: [] as string[], wifi: '', key: '', sure: '' });
const typed = (key: 'time' | 'speed' | 'step' | 'text' | 'note' | 'wifi' | 'key') => (e: Event): void => { form[key] = (e.target as HTMLInputElement).value; };
const field = (name: string, key: 'time' | 'speed' | 'step' | 'wifi' | 'key', attributes: Record<string, unknown> = {}): Part =>
  el('label', { class: 'field' }, name, el('input', { value: form[key], onInput: typed(key), autocomplete: 'off', ...attributes }));

/** What cannot be taken back asks for a second press. */
function twice(name: string, text: string, press: () => unknown, attributes: Record<string, unknown> = {}): Part {
  return button(form.sure === name ? t('room.sure', { what: text }) : text, () => {
    if (form.sure === name) { form.sure = ''; press(); } else { form.sure = name; setTimeout(() => { if (form.sure === name) form.sure = ''; }, 5000); }
  }, attributes);
}

const act = (name: string, value?: number) => (): Promise<boolean> => order('clock', value === undefined ? { act: name } : { act: name, value });
function at(name: string, text: string): void {
  const ms = clockRead(text);
  if (Number.isNaN(ms)) say(t('room.error.time'));
  else void order('clock', { act: name, value: ms });
}
function speed(): void {
  const n = Number(form.speed);
  if (Number.isInteger(n) && n >= 1 && n <= 3600) void order('clock', { act: 'speed', value: n });
  else say(t('room.error.speed'));
}

function clocks(view: View): Part {
  const s = view.clock.state, paused = s === 'paused';
  return el('section', { 'aria-labelledby': 'h-clock' }, el('h2', { id: 'h-clock' }, t('room.clock')),
    el('div', { class: 'row' },
      s === 'running' ? button(t('room.pause'), act('pause'), { class: 'main' }) :
        button(t(s === 'briefing' ? 'room.startex' : s === 'real' ? 'room.real.over' : 'room.start'), act('start'), { class: 'main', disabled: s === 'ended' }),
      [1, 10, 60, 360].map((n) => button(`×${n}`, act('speed', n), { 'aria-pressed': String(view.clock.speed === n), disabled: s === 'ended' || s === 'real' })),
      field(t('room.speed'), 'speed', { inputmode: 'numeric', class: 'short' }), button(t('room.set'), speed)),
    el('div', { class: 'row' },
      field(t('room.step'), 'step', { class: 'short', placeholder: '0:10' }), button(t('room.step.go'), () => at('step', form.step), { disabled: !paused }),
      field(t('room.time'), 'time', { class: 'short', placeholder: clockText(ex.value) }),
      button(t('room.jump'), () => at('jump', form.time), { disabled: !view.clock.started || s === 'ended' || s === 'real' }),
      twice('rewind', t('room.rewind'), () => at('rewind', form.time), { disabled: !view.clock.started || s === 'real' })),
    el('div', { class: 'row ends' },
      twice('end', t('room.end'), act('end'), { disabled: !view.clock.started || s === 'ended' }),
      twice('emergency', t('room.emergency'), act('emergency'), { class: 'red', disabled: s === 'real' || s === 'ended' })));
}

function light(view: View, r: Role): Part {
  const asked = view.check?.number ?? 0, seat = view.seats?.[r.id];
  if (asked === 0 || !seat?.joined) return '–';
  return seat.check === asked ? el('b', { class: 'good' }, `✓ ${t('room.check.yes')}`) : el('span', { class: 'bad' }, t('room.check.no'));
}

function seats(view: View): Part {
  const roles = view.roles ?? [], players = roles.filter((r) => r.kind === 'player');
  const read = view.emergency && typeof view.emergency.read === 'object' ? view.emergency.read : {};
  const asked = view.check?.number ?? 0, answered = players.filter((r) => asked > 0 && view.seats?.[r.id]?.check === asked).length;
  return el('section', { 'aria-labelledby': 'h-seats' }, el('h2', { id: 'h-seats' }, t('room.seats')),
    el('div', { class: 'row' }, button(t('room.check.ask'), () => order('check', { act: 'ask' })),
      asked > 0 && el('span', { class: answered === players.length ? 'good' : '' }, t('room.check.count', { n: answered, all: players.length })),
      el('span', {}, t('room.facilitators', { n: view.control ?? 0 }))),
    el('table', { class: 'seats' }, el('thead', {}, el('tr', {}, ['room.role', 'room.online', 'room.check', view.clock.state === 'real' ? 'room.real.read' : '', ''].map((k, i) => el(k ? 'th' : 'td', k ? { scope: 'col', key: i } : { key: i }, k && t(k))))),
      el('tbody', {}, roles.map((r) => el('tr', { key: r.id }, el('th', { scope: 'row', dir: 'auto' }, word(r.name)),
        el('td', { class: r.online > 0 ? 'good' : r.joined ? 'bad' : '' }, r.online > 0 ? `● ${r.online}` : r.joined ? t('room.away') : t('room.empty')),
        el('td', {}, light(view, r)), el('td', {}, view.clock.state === 'real' ? read[r.id] ? '✓' : '–' : ''),
        el('td', {}, r.joined && twice(`free-${r.id}`, t('room.free'), () => order('seat', { act: 'free', seat: r.id }), { class: 'small' })))))));
}

function sent(view: View, m: Message): Part {
  const seen = (typeof m.seen === 'object' ? m.seen : null) ?? {}, done = Object.values(seen).filter((s) => s === 'done').length;
  const to = (m.to ?? []).map((id) => word(view.roles?.find((r) => r.id === id)?.name)).join(', ');
  return el('article', { class: 'message', key: m.number }, el('p', { class: 'from' }, `${clockText(m.ex)} · ${m.by ?? ''} → ${to || t('room.all')} · ✓ ${done}`), el('p', { class: 'text', dir: 'auto' }, m.text));
}

async function send(): Promise<void> {
  if (await order('send', { text: form.text, to: form.to })) form.text = '';
}

function messages(view: View): Part {
  const roles = (view.roles ?? []).filter((r) => r.kind !== 'projector');
  return el('section', { 'aria-labelledby': 'h-send' }, el('h2', { id: 'h-send' }, t('room.send.title')),
    el('form', { onSubmit: (e: Event) => { e.preventDefault(); void send(); } },
      el('label', { class: 'field' }, t('room.text'), el('textarea', { value: form.text, onInput: typed('text'), rows: 3, maxlength: 1900, dir: 'auto', id: 'text' })),
      el('details', {}, el('summary', {}, form.to.length ? t('room.to.some', { n: form.to.length }) : t('room.to.all')),
        roles.map((r) => el('label', { class: 'role', key: r.id }, el('input', { type: 'checkbox', checked: form.to.includes(r.id),
          onChange: (e: Event) => { form.to = (e.target as HTMLInputElement).checked ? [...form.to, r.id] : form.to.filter((x) => x !== r.id); } }), el('span', { dir: 'auto' }, word(r.name))))),
      el('button', { type: 'submit', class: 'main', disabled: form.text.trim() === '' }, t('room.send'))),
    (view.messages ?? []).slice(0, 20).map((m) => sent(view, m)));
}

function line(view: View, e: Entry): Part {
  const b = e.body, who = word(view.roles?.find((r) => r.id === (b.seat ?? b.by))?.name) || b.by || '', of = e.kind === 'clock' ? `room.log.clock.${b.act ?? ''}` : `room.log.${e.kind}`;
  const value = typeof b.value === 'number' ? b.act === 'speed' ? `×${b.value}` : clockText(b.value) : '';
  return el('tr', { key: e.number, class: e.in_force ? '' : 'undone' }, el('td', {}, String(e.number)), el('td', {}, clockText(b.ex)), el('td', { dir: 'auto' }, who),
    el('td', { dir: 'auto' }, [t(of), value].filter(Boolean).join(' ') + (typeof b.text === 'string' ? `: ${b.text}` : ''), !e.in_force && ` (${t('room.undone')})`));
}

function log(view: View): Part {
  return el('section', { 'aria-labelledby': 'h-log' }, el('h2', { id: 'h-log' }, t('room.log')),
    el('form', { class: 'row', onSubmit: (e: Event) => { e.preventDefault(); void order('note', { text: form.note }).then((good) => { if (good) form.note = ''; }); } },
      el('label', { class: 'field' }, t('room.note'), el('input', { value: form.note, onInput: typed('note'), maxlength: 1900, dir: 'auto' })), el('button', { type: 'submit', disabled: form.note.trim() === '' }, t('room.note.keep'))),
    el('p', {}, el('a', { href: '/api/log?format=csv', download: '' }, t('room.log.csv')), ' · ', el('a', { href: '/api/log?format=json', download: '' }, t('room.log.json'))),
    el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': t('room.log') }, el('table', { class: 'log' }, el('thead', {}, el('tr', {}, ['room.log.number', 'room.clock', 'room.log.who', 'room.log.what'].map((k) => el('th', { scope: 'col', key: k }, t(k))))),
      el('tbody', {}, (view.entries ?? []).map((e) => line(view, e))))));
}

function joining(view: View, where: Addresses | null): Part {
  const n = view.network;
  if (!n) return null;
  const save = (): void => { void order('network', { wifi: form.wifi, key: form.key }); };
  return el('section', { 'aria-labelledby': 'h-join' }, el('h2', { id: 'h-join' }, t('room.joining')),
    el('p', {}, `${t('room.pin')}: `, el('strong', { class: 'pin' }, n.pin), ` · ${t('room.pin.staff')}: `, el('strong', { class: 'pin' }, n.staff ?? '')),
    el('div', { class: 'row' }, twice('pins', t('room.pin.new'), () => order('seat', { act: 'pin' })), el('a', { href: '/wall', target: '_blank', rel: 'noopener' }, t('room.wall'))),
    where && where.all.length > 0 && el('label', { class: 'field' }, t('room.address'),
      el('select', { value: n.address || where.shown, onChange: (e: Event) => { void order('network', { address: (e.target as HTMLSelectElement).value }); } },
        [...new Set([where.shown, ...where.all.map((a) => a.address)])].map((a) => el('option', { value: a, key: a }, a)))),
    where && !where.lan && el('p', { class: 'note' }, t('room.loopback')), where?.lan && where.scheme === 'http' && el('p', { class: 'note' }, t('room.plain')),
    el('div', { class: 'row' }, field(t('room.wifi.name'), 'wifi', { maxlength: 32, placeholder: n.wifi }), field(t('room.wifi.key'), 'key', { maxlength: 63 }), button(t('room.wifi.show'), save, { disabled: form.wifi === '' && n.wifi === '' })));
}

async function leave(): Promise<void> {
  if (await order('leave')) await begin();
}

export const Board = defineComponent(() => {
  const where = ref<Addresses | null>(null);
  const look = async (): Promise<void> => { where.value = await addresses() ?? where.value; };
  onMounted(look);
  watch(() => link.view?.network?.address, look);
  return () => {
    const view = link.view!;
    return el('main', { class: 'board' }, header(view, t('room.control')), told(view), back(view),
      el('div', { class: 'columns' }, el('div', {}, clocks(view), messages(view)), el('div', {}, seats(view), joining(view, where.value)), log(view)),
      el('footer', {}, el('p', {}, word(view.title)), button(t('room.logout'), leave, { class: 'link' }), machine()));
  };
});
