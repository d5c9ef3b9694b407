// After ENDEX, what each order changed: the same world lived again without it, in plain sentences; what concerns the crossings stands first.
// SPDX-License-Identifier: Apache-2.0
import { asked } from '../link';
import { el, type Part } from '../parts';
import type { Changed, Lived } from '../wire';
import { count, t, word } from '../words';

/** How much an order moved at the crossings: those orders are told first, then what moved infections most. */
const moved = (c: Changed): number => Math.abs(c.with.crossed - c.without.crossed) + Math.abs(c.with.held - c.without.held) + Math.abs(c.with.round - c.without.round);
const weight = (c: Changed): number => (moved(c) > 100 ? 1e9 : 0) + Math.abs(c.others?.infections[1] ?? c.without.infections - c.with.infections);

function both(c: Changed, what: keyof Lived): Part {
  const is = count(c.with[what]), was = count(c.without[what]);
  return (c.with[what] >= 0.5 || c.without[what] >= 0.5) && t(`room.hindsight.${what}`, { with: is, without: was });
}
/** Who neither crossed nor went round nor waits, though they would have crossed without the order. */
function stayed(c: Changed): Part {
  const n = c.without.crossed + c.without.round + c.without.held - c.with.crossed - c.with.round - c.with.held;
  return n > 100 && t('room.hindsight.stayed', { n: count(n) });
}
/** Whether nine of ten repeated runs agree that it spared, or added, infections; not known before they are counted. */
const unsure = (c: Changed): boolean => c.others !== undefined && c.others !== null && c.others.infections[0] <= 0.5 && c.others.infections[2] >= -0.5;
function others(c: Changed): Part {
  if (!c.others) return null;
  const [low, median, high] = c.others.infections;
  return [t('room.hindsight.spared', { n: c.others.worlds, low: count(low), median: count(median), high: count(high) }), low < -0.5 && ` ${t('room.hindsight.below')}`];
}
function changed(c: Changed): Part {
  const spared = Math.round(c.without.infections) - Math.round(c.with.infections), which = spared === 0 ? 'same' : unsure(c) ? 'unsure' : spared > 0 ? 'fewer' : 'more';
  const lines = [both(c, 'reported'), moved(c) > 100 && [both(c, 'crossed'), ' ', both(c, 'round'), ' ', both(c, 'held'), ' ', stayed(c)], others(c)];
  return el('li', { key: c.order }, el('strong', {}, t(`room.hindsight.${which}`, { what: word(c.name) || c.decision, n: count(Math.abs(spared)), with: count(c.with.infections), without: count(c.without.infections) })),
    lines.filter(Boolean).map((line, k) => el('p', { key: k }, line)));
}

/** Nothing before the end, and where no order ever came into force. */
export function hindsight(most = 99): Part {
  const all = asked.hindsight;
  if (!all || (all.done >= all.total && all.rows.length === 0)) return null;
  const rows = [...all.rows].sort((a, b) => weight(b) - weight(a)).slice(0, most);
  return el('section', { class: 'hindsight', 'aria-labelledby': 'h-hindsight' }, el('h2', { id: 'h-hindsight' }, t('room.hindsight')), el('p', { class: 'note' }, t('room.hindsight.note')),
    all.done < all.total && el('label', { class: 'progress' }, t('room.hindsight.progress', { n: all.done, all: all.total }), el('progress', { value: all.done, max: all.total })), el('ol', { class: 'plain' }, rows.map(changed)));
}
