// The page where zones and lines are drawn. Nothing is sent to the application: what is drawn becomes a text to copy.
import {Drawing, ask, byId, element, follow, selected, setText, viewer, wait} from './common.js';

const STATE_EVERY = 1000;
// pixels of the screen: a finger is thicker than a mouse's pointer
const NEAR = {mouse: 10, pen: 14, touch: 24};
const SHORTEST = 20;
const drawing = new Drawing(byId('overlay'), byId('frame'));
const shapes = [];
let used = null;
// the zone that is not closed yet
let open = null;
// the corner that follows the pointer
let held = null;
let pointer = null;
let run = 0;

function tool() {
  return document.querySelector('input[name=tool]:checked').value;
}

function hint() {
  setText('hint', open ? open.points.length < 3 ? 'Set the next corner.' : 'Set the next corner, or close the zone with its first corner.'
    : tool() === 'zone' ? 'Set the corners of the zone one after the other.'
      : 'Draw from one end of the line to the other. The arrow shows which side counts as in.');
  byId('undo').disabled = !open && shapes.length === 0;
}

function nextName(kind) {
  for (let number = 1;; number++) {
    if (shapes.every(shape => shape.kind !== kind || shape.name !== kind + '-' + number)) {
      return kind + '-' + number;
    }
  }
}

function paint() {
  drawing.show(paper => [
    ...(used ? [...used.zones.filter(zone => zone.polygon.length > 0).flatMap(zone => paper.zone(zone.polygon, 'used', zone.name)),
      ...used.lines.filter(line => line.from).flatMap(line => paper.line(line.from, line.to, 'used', line.name))] : []),
    ...shapes.flatMap(shape => shape.kind === 'zone' ? paper.zone(shape.points, '', shape.name)
      : paper.line(shape.points[0], shape.points[1], '', shape.name)),
    ...(open ? [paper.part('polyline', {class: 'zone', points: open.points.map(point => paper.at(point)).join(' ')})] : []),
    ...[...shapes, ...(open ? [open] : [])].flatMap(shape => shape.points).map(point => paper.part('circle',
      {class: 'corner', cx: point[0] * paper.width, cy: point[1] * paper.height, r: 6}))]);
}

function place(event) {
  const box = byId('paper').getBoundingClientRect();
  const part = (at, from, size) => Math.round(1e4 * Math.min(1, Math.max(0, (at - from) / size))) / 1e4;
  return [part(event.clientX, box.left, box.width), part(event.clientY, box.top, box.height)];
}

function distance(one, other) {
  return Math.hypot((one[0] - other[0]) * drawing.width, (one[1] - other[1]) * drawing.height);
}

// The corner of a finished shape that is meant; null when there is none.
function near(at, reach) {
  let found = null;
  shapes.forEach(shape => shape.points.forEach((point, index) => {
    if (distance(point, at) <= (found ? distance(found.shape.points[found.index], at) : reach)) {
      found = {shape, index};
    }
  }));
  return found;
}

function down(event) {
  if (pointer !== null || event.button !== 0 || byId('frame').hidden) {
    return;
  }
  const at = place(event);
  const reach = NEAR[event.pointerType] || NEAR.mouse;
  if (open && open.points.length > 2 && distance(open.points[0], at) <= reach) {
    shapes.push(open);
    open = null;
    changed();
    return;
  }
  const corner = open ? null : near(at, reach);
  if (corner) {
    held = corner;
  } else if (open) {
    open.points.push(at);
    held = {shape: open, index: open.points.length - 1};
  } else if (tool() === 'zone') {
    open = {kind: 'zone', name: nextName('zone'), points: [at]};
    held = {shape: open, index: 0};
  } else {
    shapes.push({kind: 'line', name: nextName('line'), points: [at, at.slice()]});
    held = {shape: shapes[shapes.length - 1], index: 1};
  }
  pointer = event.pointerId;
  byId('paper').setPointerCapture(pointer);
  event.preventDefault();
  hint();
  paint();
}

function move(event) {
  if (event.pointerId === pointer) {
    held.shape.points[held.index] = place(event);
    paint();
  }
}

function up(event) {
  if (event.pointerId !== pointer) {
    return;
  }
  const shape = held.shape;
  pointer = null;
  held = null;
  changed();
  if (shape.kind === 'line' && distance(shape.points[0], shape.points[1]) < SHORTEST) {
    remove(shape);
    setText('hint', 'That line is too short: press at one end, and let go at the other.');
  }
}

function remove(shape) {
  shapes.splice(shapes.indexOf(shape), 1);
  changed();
}

function undo() {
  if (!open) {
    shapes.pop();
  } else if (open.points.length === 1) {
    open = null;
  } else {
    open.points.pop();
  }
  changed();
}

function row(shape) {
  const name = element('input', {'aria-label': 'Name of the ' + shape.kind, maxlength: 100, autocomplete: 'off', spellcheck: 'false'});
  name.value = shape.name;
  name.addEventListener('input', () => {
    shape.name = name.value;
    paint();
    write();
  });
  const gone = element('button', {type: 'button'}, 'Delete');
  gone.addEventListener('click', () => remove(shape));
  const made = element('div', {class: 'shape'}, element('span', {class: 'kind'}, shape.kind === 'zone' ? 'Zone' : 'Line'), name, gone);
  if (shape.kind === 'line') {
    const turn = element('button', {type: 'button'}, 'Swap in and out');
    turn.addEventListener('click', () => {
      shape.points.reverse();
      changed();
    });
    gone.before(turn);
  }
  return made;
}

function changed() {
  byId('shapes').replaceChildren(...shapes.map(row));
  hint();
  paint();
  write();
}

// What keeps the names from being taken; null when nothing does.
function problem() {
  for (const shape of shapes) {
    if (!shape.name.trim()) {
      return 'Each zone and each line needs a name.';
    }
    if (shapes.some(other => other !== shape && other.kind === shape.kind && other.name === shape.name)) {
      return 'Two ' + shape.kind + 's have the name ' + shape.name + '.';
    }
  }
  return null;
}

// In double quotes, which JSON and YAML read alike but for these letters.
function quoted(name) {
  return JSON.stringify(name).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    letter => '\\u' + letter.charCodeAt(0).toString(16).padStart(4, '0'));
}

function text() {
  const yaml = document.querySelector('input[name=form]:checked').value === 'yaml';
  const key = yaml ? word => word : JSON.stringify;
  const point = at => '[' + at.join(', ') + ']';
  const fields = shape => shape.kind === 'zone' ? key('polygon') + ': [' + shape.points.map(point).join(', ') + ']'
    : key('from') + ': ' + point(shape.points[0]) + ', ' + key('to') + ': ' + point(shape.points[1]);
  const item = shape => '{' + key('name') + ': ' + quoted(shape.name) + ', ' + fields(shape) + '}';
  const lists = [['zones', 'zone'], ['lines', 'line']].map(([list, kind]) => [list, shapes.filter(shape => shape.kind === kind).map(item)])
    .filter(([, items]) => items.length > 0);
  return yaml
    ? 'coordinates: relative\n' + lists.map(([list, items]) => list + ':\n' + items.map(each => '  - ' + each + '\n').join('')).join('')
    : '{\n  "coordinates": "relative",\n' + lists.map(([list, items]) => '  "' + list + '": [\n    ' + items.join(',\n    ') + '\n  ]')
      .join(',\n') + '\n}\n';
}

function write() {
  const wrong = problem();
  setText('wrong', wrong).hidden = wrong === null;
  byId('text').value = shapes.length === 0 || wrong ? '' : text();
  byId('copy').disabled = byId('text').value === '';
  setText('copied', '');
}

// navigator.clipboard is missing on plain http
async function copy() {
  const area = byId('text');
  let done = false;
  if (navigator.clipboard) {
    done = await navigator.clipboard.writeText(area.value).then(() => true, () => false);
  }
  if (!done) {
    area.focus();
    area.select();
    done = document.execCommand('copy');
  }
  setText('copied', done ? 'Copied.' : 'The browser does not allow it: copy the selected text yourself.');
}

async function state(mine, id) {
  while (mine === run) {
    if (!document.hidden) {
      try {
        const answer = await (await ask('session.json?id=' + encodeURIComponent(id) + '&viewer=' + viewer)).json();
        if (mine === run) {
          byId('problem').hidden = true;
          used = answer.scene && answer.scene.zones.length + answer.scene.lines.length > 0 ? answer.scene : null;
          byId('used').hidden = used === null;
          paint();
        }
      } catch (error) {
        if (mine === run) {
          setText('problem', error instanceof TypeError ? 'The application cannot be reached. What is drawn stays. Trying again.'
            : error.message).hidden = false;
        }
      }
    }
    await wait(STATE_EVERY);
  }
}

function choose() {
  const id = selected();
  const mine = ++run;
  setText('name', id);
  byId('back').href = './#' + encodeURIComponent(id);
  byId('frame').hidden = true;
  byId('noframe').hidden = false;
  shapes.length = 0;
  open = null;
  used = null;
  changed();
  follow(byId('frame'), id, () => mine === run, () => true, () => '&boxes=false', () => {
    byId('frame').hidden = false;
    byId('noframe').hidden = true;
  });
  state(mine, id);
}

const paper = byId('paper');
paper.addEventListener('pointerdown', down);
paper.addEventListener('pointermove', move);
paper.addEventListener('pointerup', up);
paper.addEventListener('pointercancel', up);
byId('undo').addEventListener('click', undo);
byId('copy').addEventListener('click', copy);
document.querySelectorAll('input[name=tool]').forEach(input => input.addEventListener('change', hint));
document.querySelectorAll('input[name=form]').forEach(input => input.addEventListener('change', write));
addEventListener('hashchange', choose);
choose();
