// A room that never changes, for looking at the pages alone: views of an exercise in its 28th minute, round the table, and after its end for every rank, made of the pack
// Clean water, and whatever the pages send is kept to be looked at. fake(port) serves it; ?as=control, post, nfp, evaluator or projector (nobody: the first page), &at=play, table, end, brief or real.
// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';

const source = process.env.GUZAR_SOURCE ?? path.resolve('.');
const min = 60000;

/** The rows of a CSV by their header, one line each. */
function table(file) {
  const [header, ...rows] = fs.readFileSync(path.join(source, file), 'utf8').trimEnd().split('\n')
    .map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((m) => m[1].replace(/^"|"$/g, '').replaceAll('""', '"')));
  return rows.map((cells) => Object.fromEntries(header.map((name, k) => [name, cells[k] ?? ''])));
}
/* the pack's texts by the English one */
const words = new Map(table('packs/clean-water/words.csv').map(({ en, ru, tg, prs }) => [en, { en, ru, tg, ...(prs ? { prs } : {}) }]));
const names = { crossing: 'Panji Poyon', across: 'Kunduz', second: 'Jaloliddin Balkhi', town: 'Bokhtar', neighbour: 'Afghanistan', province: 'Khatlon', district: 'Jayhun' };
export const w = (en) => Object.fromEntries(Object.entries(words.get(en) ?? { en }).map(([l, text]) => [l, text.replace(/\$\{name\.(\w+)\}/g, (_, n) => names[n] ?? n).replace(/\$\{[^}]+\}/g, '7')]));

const players = [['nfp', 'Ministry of Health, IHR National Focal Point', 'Ministry of Health and Social Protection', '№ 1'], ['surveillance', 'Surveillance service, headquarters and laboratory', 'State Sanitary and Epidemiological Surveillance', '№ 2'],
  ['post', 'Sanitary and quarantine post at the crossing', 'State Sanitary and Epidemiological Surveillance', '№ 3'], ['border', 'Border Troops, shift at the gate', 'Border Troops', '№ 4'], ['customs', 'Customs, shift at the crossing', 'Customs Service', '№ 5'],
  ['district', 'District authority and district epidemiologist', 'District authority (hukumat)', '№ 8']];
const roles = [...players.map(([id, name], k) => ({ id, kind: 'player', name: w(name), joined: k < 5, online: k < 4 ? 1 : 0 })),
  { id: 'evaluator', kind: 'evaluator', name: w('Evaluator'), joined: true, online: 1 }, { id: 'simcell', kind: 'simcell', name: w('Simulation cell: journalist, counterpart, WHO'), joined: true, online: 1 }, { id: 'projector', kind: 'projector', name: { en: 'Projector', ru: 'Проектор', tg: 'Проектор' }, joined: false, online: 0 }];
const phaseList = [['gate', 'At the gate', 'real', 0, 15], ['later', 'Half an hour later', 'jump', 15, 15], ['day', 'The first day and a half', 'scaled', 15, 50], ['table', 'Round the table', 'frozen', 50, 65], ['week', 'A week later', 'jump', 65, 70], ['after', 'From the eighth day on', 'scaled', 70, 85], ['debrief', 'Hot wash', 'frozen', 85, 90]];
const questions = ['What do we know, what do we only believe, and what do we not know?', 'Who decides on the crossing, and who must be told?', 'Which measure is the least restrictive that would still work, and how would we see that it works?'];

const inject = (id, phase, at, from, to, channel, subject, body, actions = [], more = {}) => ({ id, kind: 'EXPECTED_ACTION', phase, from: w(from), to, channel: w(channel), planned: at === null ? null : at * min, subject: w(subject), body: w(body), variants: [], effects: [], objective: 'O1',
  actions: actions.map(([a, text, within, critical = true]) => ({ id: `${id}.${a}`, inject: id, text: w(text), within: { ms: within * min }, critical, evidence: 'MESSAGE', roles: to })), ...more });
const injects = [
  inject('1', 0, 0, 'Sergeant at the gate', ['border'], 'Radio', 'A driver is ill', 'A lorry driver from ${name.across} has climbed down at the gate of ${name.crossing} and vomits. He has had watery stools since the night, like rice water, he says. Others stand around him.', [['isolate', 'Recognise and isolate: give water, a room apart, keep others away', 5], ['tell_post', 'Tell the doctor of the post', 10]], { contingency: '1b' }),
  inject('1b', 0, null, 'Sergeant at the gate', ['border'], 'Radio', "He has used the drivers' latrine", "The driver could not wait. He has used the latrine of the lorry park and washed at the common tap.", [], { kind: 'CONTINGENCY', trigger: '', when: { en: 'if 1 is not done in time', ru: 'если 1 не сделано вовремя', tg: 'агар 1 сари вақт нашавад', prs: 'اگر 1 به موقع انجام نشود' }, effects: [{ kind: 'import', words: { en: 'People who come to Jayhun: 2 (Incubating)', ru: 'Прибывают (район Джайхун): 2 (В инкубации)', tg: 'Ба Ҷайҳун меоянд: 2 (Дар давраи ниҳонӣ)', prs: 'به Jayhun می‌آیند: 2 (Incubating)' } }] }),
  inject('2', 0, 4, 'Duty officer', ['post'], 'Telephone', 'The gate has an ill driver', 'An adult with watery stools and vomiting, thirsty, weak pulse, from ${name.across}. The room is free. The form for a suspected case has nine fields.', [['assess', 'Apply the case definition, take a stool sample, begin rehydration', 15]]),
  inject('4', 0, 6, 'Customs shift', ['customs'], 'Radio', 'His lorry blocks the lane', "The driver's lorry stands in the lane with its cab open. Forty lorries are behind it. Two men of his convoy cleared an hour ago.", [['crew', 'Give the post the list of his convoy', 10]]),
  inject('7', 0, 11, 'A lorry driver in the queue', ['post'], 'Face to face', 'Two of them have driven on', 'He ate with two colleagues from one pot last night. They drove on to ${name.town} before dawn. He knows one number by heart.', [['after_them', 'Write down who ate together, send word to the surveillance service to find the two', 20]]),
  inject('10', 0, 14, 'Duty officer', ['nfp'], 'Telephone', 'The first call', 'One adult with suspected cholera at ${name.crossing}, come from ${name.neighbour}. A sample is taken. Nothing is confirmed.', [['open_log', 'Open an event with the time of this call, say who assesses it by Annex 2', 10]]),
  inject('17', 2, 25, 'Control team', ['nfp', 'surveillance', 'border', 'customs'], 'Form', 'What shall become of the crossing?', 'Decide: open, hygiene stop, restrict or close. Write down what it should reach, what it costs, which milder measure you have weighed and why. For a refusal of entry, or a delay of more than 24 hours, WHO must have the reasons within 48 hours of implementation (Article 43).', [['decide', 'A decision with written reasons, chaired by the ministry', 12]], { kind: 'DECISION_REQUEST' }),
  inject('18', 2, 27, 'Chair of a mahalla committee', ['district'], 'Face to face', 'The street of the man who came home', 'The man who came home has watery stools, and so has his mother. The street draws water from the canal, below the latrines. Three wells are near.', [['safe_water', 'Order safe water: chlorine, tankers, boiling; tell the hospital', 12]]),
  inject('23', 2, 36, 'WHO event information post', ['nfp'], 'E-mail', 'Request for verification', 'We have read reports of cholera at ${name.crossing}. Please let us have a first reply within 24 hours (Article 10), and information on the event as available.'),
  inject('24', 2, 38, 'Sergeant at the gate', ['border'], 'Radio', 'Tracks at the ford', 'A patrol has found fresh tracks at the ford two kilometres upstream, and bundles left behind. How many it were, and how often they come, nobody knows.'),
  inject('40', -1, null, 'WHO event information post', ['nfp'], 'E-mail', 'Your additional measure', 'We understand that the crossing is closed. Under Article 43 please let us have the public health rationale within 48 hours of implementation.', [], { trigger: 'AFTER decision close + 1 d scenario', when: { en: '1 day of the scenario after this is ordered: “Close the crossing”', ru: 'через 1 день по времени сценария после распоряжения «Закрыть пункт пропуска»', tg: '1 рӯз аз рӯи вақти сенария пас аз фармони «Гузаргоҳро бастан»', prs: '1 روز به وقت سناریو پس از دستور «بستن گذرگاه»' } })];
const decision = (id, name, lead, cost, legal, justify, confirm, of) => ({ id, name: w(name), measure: lead ? id : null, lead, cost: w(cost), legal: legal ? w(legal) : undefined, justify, confirm, roles: of });
const decisions = [decision('open', 'Leave the crossing open as it is', 0, 'none', 'IHR Article 43: no additional measure', false, false, ['nfp']),
  decision('hygiene', 'Hygiene stop for drivers', 6 * 3600, '600 USD a day; about a quarter of an hour for each lorry', 'IHR Articles 23, 27, 33 and 34; Annex 1B-2', true, false, ['nfp']),
  decision('close', 'Close the crossing', 6 * 3600, 'trade stops; three in ten of those stopped take the fords', 'IHR Article 43: reasons to WHO within 48 hours of implementation, review within three months; Article 42: no discrimination', true, true, ['nfp']),
  decision('vaccine', 'Ask for oral cholera vaccine', 10 * 86400, '3 USD a dose; such a request takes 7 to 14 days, here ten', '', false, true, ['nfp']), decision('trace', 'Trace contacts', 12 * 3600, '400 USD a day', 'IHR Article 45: personal data only to those who need them', false, false, ['post', 'surveillance'])];
const orders = [{ number: 61, ex: 26.2 * min, sim: 42900, seat: 'nfp', decision: 'close', reasons: 'The driver came from a district with 214 ill. We do not know who is in the queue.', legal: 'Article 43', status: 'waiting' },
  { number: 52, ex: 18 * min, sim: 13800, seat: 'nfp', decision: 'hygiene', reasons: 'Least restrictive.', legal: '', status: 'ordered', from_sim: 35400 },
  { number: 50, ex: 17 * min, sim: 12000, seat: 'nfp', decision: 'close', reasons: 'Now.', legal: '', status: 'refused', reason: 'No milder measure was weighed; write down why it would not be enough.' },
  { number: 45, ex: 16 * min, sim: 10000, seat: 'post', decision: 'trace', status: 'ordered', from_sim: 60000 }];

const now = 27.6 * min;
let number = 10;
const sent = injects.slice(0, 7).filter((i) => i.id !== '1b').map((i) => ({ number: number += 3, ex: i.planned, sim: i.planned / 1000, by: 'machine', from: i.from, channel: i.channel, subject: i.subject, body: i.body, to: i.to, inject: i.id, variant: 0, why: 'time' }));
const messageOf = (id) => sent.find((m) => m.inject === id);
const reply = { number: 40, ex: 9 * min, sim: 540, by: 'post', seat: 'post', text: 'Sample taken at 07:16, ORS begun, door shut. The form follows.', to: ['control'], reply_to: messageOf('2').number };
const dari = { number: 58, ex: 25 * min, sim: 39000, by: 'control', from: { en: 'Health counterpart across the river', prs: 'همکار صحی آن سوی دریا' }, channel: w('Mobile chat'), subject: { prs: 'سه لیست خطی' }, body: { prs: 'از هفته گذشته ۲۱۴ بیمار در چهار ولسوالی داریم (Kunduz، Imam Sahib). شما چند بیمار دارید؟' }, to: ['post', 'surveillance'], why: 'quick' };
const spoken = { number: 59, ex: 25.5 * min, sim: 39500, by: 'simcell', seat: 'simcell', persona: 'journalist', from: w('A journalist'), channel: w('Telephone'), text: 'Is it cholera on the bridge?', to: ['nfp'] };
const filled = { sample: 'yes', symptoms: 'Watery stools, vomiting', sex: 'male', age: 34, place: 'Gate' };
const passed = { number: 41, ex: 10 * min, sim: 600, by: 'post', seat: 'post', form: 'case', fields: filled, to: ['surveillance'] };
const all = [spoken, passed, dari, { number: 57, ex: 24 * min, sim: 38000, by: 'control', text: 'Lunch is at 12:30. Time stands still then.', to: [] }, reply, ...sent.reverse()].sort((a, b) => b.number - a.number);
const actions = { '1.isolate': { ex: 3 * min, seat: 'border', by: 'border', how: 'claim' }, '1.tell_post': { ex: 4 * min, seat: 'border', by: 'border', how: 'reply' }, '2.assess': { ex: 9 * min, seat: 'post', by: 'post', how: 'form' } };
const due = Object.fromEntries(sent.flatMap((m) => injects.find((i) => i.id === m.inject).actions.map((a) => [a.id, m.ex + a.within.ms])));
const touched = { ...Object.fromEntries(sent.map((m) => [m.inject, { status: 'sent', number: m.number, ex: m.ex, variant: 0 }])), 24: { status: 'held' }, 18: { shift: 2 * min } };

const asked = { 2: [['form case']], 7: [['form case', 'reply'], ['message'], ['order']], 10: [['form sitrep', 'form annex2']], 17: [['order']], 4: [['done']] };
const seenBy = { border: 'done', post: 'read', nfp: 'read' };
const clocks = { play: { state: 'running', ex: now, sim: 47160, date: '2027-05-03 20:16', pace: 60, phase: 2, phase_ends: 50 * min }, table: { state: 'paused', ex: 52 * min, sim: 128000, date: '2027-05-04 18:50', pace: 0, phase: 3, phase_ends: 65 * min },
  end: { state: 'ended', ex: 90 * min, sim: 1058400, date: '2027-05-15 13:10', pace: 0, phase: 6, phase_ends: 90 * min },
  brief: { state: 'briefing', started: false, ex: 0, sim: 0, date: '2027-05-03 07:10', pace: 1, phase: 0 }, real: { state: 'real', ex: now, sim: 47160, date: '2027-05-03 20:16', pace: 60, phase: 2 } };
const answers = [{ phase: 'table', question: 0, seat: 'nfp', text: 'Known: one confirmed driver, three without travel. Believed: the canal. Unknown: the two who drove on.', number: 90 }, { phase: 'table', question: 0, seat: 'district', text: 'Маълум: оби канал. Номаълум: чоҳҳо.', number: 91 }];
const observations = [{ number: 70, ex: 5 * min, seat: 'evaluator', task: 'T1.1', kind: 'strength', text: 'The guard gave water and kept the others away without being told.' }, { number: 71, ex: 12 * min, seat: 'evaluator', task: 'T1.1', kind: 'gap', text: '' }];
const log = all.slice(0, 6).map((m, k) => ({ number: 80 - k, wall: 0, kind: 'send', in_force: k !== 2, body: { ex: m.ex, by: m.by, seat: m.seat, inject: m.inject, text: m.text } }))
  .concat([{ number: 62, wall: 0, kind: 'send', in_force: true, body: { ex: 20 * min, by: 'One', seat: 'customs', at: 9 * min, proxy: true, to: ['control'], text: 'Two names, by telephone.' } }, { number: 61, wall: 0, kind: 'act', in_force: true, body: { ex: 26 * min, by: 'nfp', seat: 'nfp', act: 'decide', decision: 'close', reasons: orders[0].reasons } }, { number: 60, wall: 0, kind: 'clock', in_force: true, body: { ex: 20 * min, by: 'One', act: 'speed', value: 60 } }]);

export function view(as, at = 'play') {
  /* before the start nothing has come; in a real emergency some have read that it is one */
  if (at === 'brief') return { ...seen(as, at), messages: [], orders: [], forms: [], headlines: [], observations: [], answers: [], released: [], injects: {}, actions: {}, milestones: {}, entries: [] };
  return at === 'real' ? { ...seen(as, at), emergency: { number: 99, read: as === 'control' ? { post: true } : as === 'post' } } : seen(as, at);
}
function seen(as, at) {
  const table = at === 'table', index = clocks[at].phase, [id, name, time, from, to] = phaseList[index];
  const whole = { title: w('Clean water'), clock: { speed: 1, started: true, ...clocks[at] }, back: null, failed: null, emergency: null, roles,
    phase: { index, id, name: w(name), time, from: from * min, to: to * min, questions: table ? questions.map(w) : [] }, released: table ? answers : [] };
  if (!as) return { ...whole, me: null };
  if (as === 'control') return { ...whole, me: { rank: 'control', name: 'One' }, seats: Object.fromEntries(roles.map((r) => [r.id, { generation: 1, joined: r.joined, check: r.online ? 5 : 0 }])), check: { number: 5, answered: roles.filter((r) => r.online).map((r) => r.id), missing: roles.filter((r) => r.joined && !r.online).map((r) => r.id), empty: roles.filter((r) => !r.joined && r.kind === 'player').map((r) => r.id) }, speeds: [1, 2, 5, 10, 30, 60, 300, 360, 600, 3600], control: 2,
    network: { pin: '482915', staff: '771204', address: '', wifi: 'Training', key: 'drink-boiled', open: false }, entries: log, phases: phaseList.map((p) => ({ from: p[3] * min, to: p[4] * min })), injects: touched, released: table ? { 'table.0': true } : {}, load: Object.fromEntries(players.map(([id], k) => [id, { n: k, last: k ? (27 - 4 * k) * min : null }])), actions, due, milestones: { isolated: 3 * min, told: 4 * min }, orders,
    messages: all.map((m) => ({ ...m, seen: Object.fromEntries((m.to.length ? m.to : ['border', 'post']).filter((r) => r in seenBy).map((r) => [r, seenBy[r]])) })), forms: [{ number: 41, ex: 10 * min, seat: 'post', form: 'case', fields: filled }, ...assessments], answers: table ? answers : [], observations };
  if (as === 'evaluator') return { ...whole, me: { rank: 'evaluator', seat: 'evaluator', name: w('Evaluator') }, check: { number: 5, answered: true }, actions, due, injects: touched, observations, messages: [], traffic: all };
  if (as === 'projector') return { ...whole, me: { rank: 'projector', seat: 'projector', name: { en: 'Projector' } }, network: { pin: '482915', address: '', wifi: 'Training', open: false }, headlines: all.filter((m) => m.to.length === 0), orders: orders.filter((o) => o.number === 52).map((o) => ({ ...o, name: w('Hygiene stop for drivers'), in_force: true })) };
  whole.roles = roles.map(({ online, ...role }) => role);
  const mine = all.filter((m) => m.to.length === 0 || m.to.includes(as) || m.seat === as);
  return { ...whole, me: { rank: as === 'simcell' ? 'simcell' : 'player', seat: as, name: roles.find((r) => r.id === as).name }, check: { number: 5, answered: true }, orders: orders.filter((o) => o.seat === as), forms: assessments.filter((f) => f.seat === as), answers: table ? answers.filter((a) => a.seat === as) : [],
    messages: mine.map((m) => { const i = injects.find((x) => x.id === m.inject), a = i?.actions[0]; return { ...m, inject: undefined, why: undefined, seen: m.ex < 12 * min ? 'read' : null, ...(a ? actions[a.id] ? {} : { due: m.ex + a.within.ms, asks: asked[i.id] } : {}) }; }) };
}

const course = (n, f) => Array.from({ length: n }, (_, k) => Math.round(f(k)));
const spread = (f) => Array.from({ length: 9 }, (_, k) => [0.2, 0.6, 1, 1.7, 3.2].map((s) => f(k) * s));
const places = [['TJK-khatlon', 'Khatlon', 68.78, 37.83, 1, 'TJK'], ['TJK-jayhun', 'Jayhun', 68.66, 37.35, 2, 'TJK-khatlon'], ['TJK-balkhi', 'Jaloliddin Balkhi', 68.66, 37.59, 2, 'TJK-khatlon'], ['TJK-bokhtar', 'Bokhtar', 68.78, 37.83, 2, 'TJK-khatlon'], ['TJK-dusti', 'Dusti', 68.53, 37.49, 2, 'TJK-khatlon'], ['TJK-panj', 'Panj', 69.1, 37.24, 2, 'TJK-khatlon'], ['AFG-kunduz', 'Kunduz', 68.86, 36.73, 1, 'AFG']];
/* the form annex2: four questions and two below the first, as the rules word them */
const asks = (id, en, ru, tg, parent = null, field = id) => ({ id, field, parent, reference: { en: 'Annex 2', ru: 'приложение 2', tg: 'замимаи 2' }, text: { en, ru, tg },
  source: { en: 'International Health Regulations (2005), Annex 2, in our own words', ru: 'Международные медико-санитарные правила (2005), приложение 2, своими словами', tg: 'Қоидаҳои байналмилалии тиббию санитарӣ (2005), замимаи 2, бо суханони худамон' }, read: parent ? 'recalled' : 'paper' });
const annex2 = { version: { id: '2024', in_force: '2025-09-19' }, clock: { hours: 24, article: 'IHR Article 6(1)' },
  conditions: [{ id: 'smallpox', name: { en: 'smallpox', ru: 'оспа', tg: 'нағзак (чечак)' }, list: 'always', read: 'paper' }, { id: 'cholera', name: { en: 'cholera', ru: 'холера', tg: 'вабо' }, list: 'algorithm', read: 'recalled' }, { id: 'unknown', name: { en: 'cause unknown', ru: 'причина неизвестна', tg: 'сабаб номаълум' }, list: null, read: null }],
  questions: [asks('serious', 'Is the public health impact of the event serious?', 'Серьёзно ли воздействие события на здоровье населения?', 'Оё таъсири ҳодиса ба саломатии ҷамъиятӣ ҷиддӣ аст?'), asks('unusual', 'Is the event unusual or unexpected?', 'Является ли событие необычным или неожиданным?', 'Оё ҳодиса ғайриоддӣ ё ногаҳонӣ аст?'),
    asks('spread', 'Is there a significant risk of international spread?', 'Есть ли значительный риск международного распространения?', 'Оё хатари ҷиддии паҳншавии байналмилалӣ ҳаст?'), asks('restrictions', 'Is there a significant risk of restrictions on international travel or trade?', 'Есть ли значительный риск ограничений международных поездок или торговли?', 'Оё хатари ҷиддии маҳдудияти сафар ё савдои байналмилалӣ ҳаст?', null, 'trade'),
    asks('many', 'Are there many cases or deaths for this place, time or population?', 'Много ли случаев или смертей для этого места, времени или населения?', 'Оё барои ин ҷой, вақт ё аҳолӣ беморӣ ё фавт зиёд аст?', 'serious'), asks('help', 'Is outside help needed to find, investigate, stop or prevent cases?', 'Нужна ли внешняя помощь, чтобы выявлять, расследовать, остановить или предупредить случаи?', 'Оё барои ошкор, тафтиш, боздоштан ё пешгирии ҳолатҳо кӯмаки беруна лозим аст?', 'serious')] };
const assessed = (notify, fields, result) => ({ ex: 26 * min, sim: 40000, seat: 'nfp', form: 'annex2', fields: { condition: 'cholera', event: 'One driver ill, from over the river.', ...fields, notify, why: 'As answered.' },
  result: { version: '2024', listing: 'algorithm', contradicts: [], open: false, assessed: 40000, ...result } });
const assessments = [{ number: 43, ...assessed('no', { serious: 'yes', unusual: 'no', spread: 'yes', trade: 'no', many: 'no' }, { decision: 'notify', n_yes: 2, n_no: 2, n_unknown: 0, answers: { serious: 'yes', unusual: 'no', spread: 'yes', trade: 'no' }, contradicts: ['serious'], hours: 24, article: 'IHR Article 6(1)', due: 126400 }) },
  { number: 42, ...assessed('no', { serious: 'yes', unusual: 'unknown', spread: 'no', trade: 'no' }, { decision: 'reassess', n_yes: 1, n_no: 2, n_unknown: 1, open: true, answers: { serious: 'yes', unusual: 'unknown', spread: 'no', trade: 'no' } }) }];
/* three orders of which one spared people, one stopped crossings alone, and one cannot be told from luck */
const changed = (order, decision, infections, crossed, round, others) => ({ order, decision, name: decisions.find((d) => d.id === decision).name, seat: 'nfp', from_sim: 35400, with: { infections: infections[0], reported: infections[0] / 4, crossed: crossed[0], round: round[0], held: 0 },
  without: { infections: infections[1], reported: infections[1] / 4, crossed: crossed[1], round: round[1], held: 0 }, others: others && { worlds: 200, infections: others, reported: others.map((x) => x / 4) } });
const hindsight = { done: 3, total: 4, worlds: 201, rows: [changed(52, 'hygiene', [148, 172], [5102, 5102], [0, 0], [3, 21, 64]), changed(61, 'close', [148, 148], [2097, 5472], [1412, 0], [-9, 0, 12]), changed(45, 'trace', [148, 141], [2097, 2097], [1412, 1412], null)] };
const still = (as) => ({annex2, hindsight,
 
  role: { id: as, name: roles.find((r) => r.id === as)?.name ?? w('Evaluator'), organisation: w(players.find((p) => p[0] === as)?.[2] ?? 'Control team'), phone: players.find((p) => p[0] === as)?.[3],
    card: w(as === 'nfp' ? 'You decide for the ministry and speak for the country to WHO. You know what others tell you. You chair the decision on the crossing.' : 'You are the doctor on shift at ${name.crossing}: one room with a door of its own, six sachets of rehydration salts, gloves, one bucket of chlorine.'),
    briefing: { purpose: w("To practise, at a road crossing and in the district behind it, what the first day of a dangerous disease brought across the border asks of nine agencies, and to see what each decision changes."), scope: w("From the driver at the gate to the tenth day: recognise, isolate, notify, trace, decide on the crossing, treat water, speak with one voice, speak across the river."), artificialities: w("The exercise runs on a model. What players see is reported with delay and in part. Distances, stocks and telephone numbers are invented. People who are not in the room are played by the control team; agencies without a player act by themselves, as the exercise has laid down beforehand: they do what is most urgent and give their usual orders.") },
    phones: players.map(([id, name, organisation, phone]) => ({ id, name: w(name), organisation: w(organisation), phone })), write_to: players.filter(([id]) => id !== as).map(([id, name]) => ({ id, name: w(name) })), decisions: decisions.filter((d) => d.roles.includes(as)),
    ...(as === 'simcell' ? { personas: [['journalist', 'A journalist'], ['who', 'WHO event information post']].map(([id, name]) => ({ id, name: w(name) })), channels: { phone: w('Telephone'), mail: w('E-mail') } } : {}) },
  known: { first: '2027-05-03', at: '2027-05-03 20:00', places: places.map(([id], k) => ({ id, reported: { reported: course(9, (d) => Math.max(0, (d - k) * (5 - k) / 3)) }, beds: k * 1.3 })), crossings: [{ id: 'panji-poyon', queue: 312 }], decisions: [{ id: 'vaccine', left: 5000, unit: 'doses' }, { id: 'trace', left: 0, unit: 'people' }, { id: 'open', left: null, unit: 'beds' }] },
  map: { places: places.map(([id, name, lon, lat, level, parent]) => ({ id, name: w(name), lon, lat, level, parent })), crossings: [{ id: 'panji-poyon', name: { en: 'Panji Poyon', ru: 'Пянджи Поён (Нижний Пяндж) - Шерхан-Бандар', tg: 'Панҷи Поён', prs: 'پنج پایان' }, lon: 68.681, lat: 37.276, from: 'TJK-jayhun', to: 'AFG-kunduz', type: 'road' }] },
  script: { phases: phaseList.map(([id, name, time, from, to]) => ({ id, name: w(name), time: time.toUpperCase(), scale: 60, from: from * min, to: to * min, questions: id === 'table' ? questions.map(w) : [] })), injects, decisions, objectives: [], milestones: [['isolated', 'The driver is apart from others', 'action'], ['told', 'The post knows', 'action'], ['confirmed', 'The laboratory has spoken', 'controller']].map(([id, name, by]) => ({ id, name: w(name), by })) },
  world: { step: 216, fan: { done: 120, total: 200 }, failed: null, truth: { first: '2027-05-03', places: [{ id: 'TJK-khatlon', infections: course(9, (k) => 3 + k * k * 0.9), so_far: 61, reported: { reported: course(9, (k) => Math.max(0, k - 2) * 2) }, deaths: course(9, (k) => k > 6) }] }, spread: { places: [{ id: 'TJK-khatlon', infections: spread((k) => 2 + k * k * 0.7) }] } },
  tasks: { objectives: [{ id: 'O1', text: w('At the gate: recognise and isolate an ill traveller within 5 minutes, tell the post within 10, hand over to an ambulance within an hour.') }], tasks: [['T1.1', 'Recognises and isolates the ill driver', 'within 5 minutes', true, '1'], ['T1.2', 'Applies the case definition, takes a sample, begins rehydration', 'within 15 minutes', true, '2'], ['T2.1', 'Lists contacts with addresses and telephone numbers', 'nine in ten within 4 hours', true, '4']].map(([id, text, target, critical, of]) => ({ id, text: w(text), target: w(target), critical, objective: 'O1', actions: injects.find((i) => i.id === of).actions.map((a) => a.id) })), actions: injects.flatMap((i) => i.actions), phases: phaseList.map(([, , time, from, to]) => ({ time, from: from * min, to: to * min })) },
  addresses: { shown: '192.168.4.20:8080', scheme: 'http', lan: true, all: [{ address: '192.168.4.20:8080', device: 'wlan0' }] },
});

/* the first terms of the shipped glossary, as the server gives them */
const glossary = table('rules/glossary.csv').slice(0, 4).map((x) => ({ id: x.id, word: { en: x.en, ru: x.ru, tg: x.tg, prs: x.prs }, meaning: { en: x.meaning, ru: x.meaning_ru, tg: x.meaning_tg, prs: x.meaning_prs }, source: { en: x.source, ru: x.source_ru, tg: x.source_tg, prs: x.source_prs }, read: x.read }));

/** Serves the pages and the views; posts are kept in `posts`, and more(seat, change) sends a view that has changed. */
export function fake(port = 0) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'guzar-pages-')), files = ['room.html', 'room.js.gz', 'room.css.gz'].map((f) => path.join(folder, f));
  execFileSync(process.execPath, [path.join(source, 'web/build-room.mjs'), ...files]);
  const posts = [], streams = new Set(), [page, script, style] = files.map((f) => fs.readFileSync(f));
  fs.rmSync(folder, { recursive: true });
  /* something has happened: those who look as this seat are told, until they ask anew */
  const more = (as, change) => { for (const s of streams) if (s.as === as) s.reply.write(`event: state\ndata: ${JSON.stringify(change(view(s.as, s.at)))}\n\n`); };
  const server = http.createServer((request, reply) => {
    const url = new URL(request.url, 'http://x'), cookie = Object.fromEntries((request.headers.cookie ?? '').split('; ').map((c) => c.split('='))), as = cookie.as ?? '', at = cookie.at in clocks ? cookie.at : 'play', name = url.pathname.slice(5), seat = url.searchParams.get('seat') ?? as;
    const json = (value) => { reply.setHeader('Content-Type', 'application/json'); reply.end(JSON.stringify(value)); };
    reply.setHeader('Content-Security-Policy', "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'");
    if (request.method === 'POST') {
      let text = '';
      request.on('data', (bytes) => { text += bytes; }).on('end', () => { posts.push({ as, name, body: JSON.parse(text) }); json({ number: 100 }); });
    } else if (url.pathname === '/room.js' || url.pathname === '/room.css') {
      reply.setHeader('Content-Encoding', 'gzip');
      reply.setHeader('Content-Type', url.pathname === '/room.js' ? 'text/javascript' : 'text/css');
      reply.end(url.pathname === '/room.js' ? script : style);
    } else if (url.pathname === '/api/events') {
      reply.setHeader('Content-Type', 'text/event-stream');
      reply.write(`event: state\ndata: ${JSON.stringify(view(as, at))}\n\n`);
      const signs = setInterval(() => reply.write('event: alive\ndata: 1\n\n'), 5000), stream = { as, at, reply };
      streams.add(stream);
      request.on('close', () => { clearInterval(signs); streams.delete(stream); });
    } else if (name === 'state') json(view(as, at));
    else if (name === 'qr') { reply.setHeader('Content-Type', 'image/svg+xml'); reply.end('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="#14212b"/></svg>'); }
    else if (url.pathname === '/words.json') json({ languages: {}, reviewed: { ru: { n: 0, of: 390 }, tg: { n: 12, of: 390 } } });
    else if (url.pathname === '/glossary.json') json(glossary);
    else if (still(seat)[name]) json(still(seat)[name]);
    else {
      if (url.searchParams.has('as')) reply.setHeader('Set-Cookie', [`as=${url.searchParams.get('as')}`, `at=${url.searchParams.get('at') ?? 'play'}`]);
      reply.setHeader('Content-Type', 'text/html; charset=utf-8');
      reply.end(page);
    }
  });
  return new Promise((resolve) => { server.listen(port, '127.0.0.1', () => resolve({ base: `http://127.0.0.1:${server.address().port}`, posts, more, close: () => { server.closeAllConnections(); server.close(); }, bytes: script.length + style.length + page.length })); });
}
