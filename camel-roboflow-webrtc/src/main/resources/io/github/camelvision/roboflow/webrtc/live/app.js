// The live view's page. Text from servers goes into textContent only, never into markup.
import {Drawing, ask, byId, element, follow, keepOnly, selected, setText, viewer, wait} from './common.js';

const LIST_EVERY = 1000;
const DETAIL_EVERY = 300;
const SMALL_EVERY = 1500;
const RATE_OVER = 5000;
const TRAIL_OF = 10000;
const TRAIL_POINTS = 60;
const MOST_TRAILS = 300;
const history = new Map();
const smalls = new Map();
const trails = new Map();
const drawing = new Drawing(byId('overlay'), byId('frame'));
let sessions = [];
let shown = null;
let run = 0;

// Frames per second over the last seconds, from the counter's growth; null while it is not known.
function rate(session, now) {
  const points = history.get(session.id) || [];
  if (points.length > 0 && session.handled < points[points.length - 1].value) {
    points.length = 0;
  }
  points.push({time: now, value: session.handled});
  while (points.length > 2 && now - points[0].time > RATE_OVER) {
    points.shift();
  }
  history.set(session.id, points);
  const span = now - points[0].time;
  return span < 500 ? null : 1000 * (session.handled - points[0].value) / span;
}

function ago(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 60) {
    return seconds + ' s';
  }
  return seconds < 3600 ? Math.floor(seconds / 60) + ' min' : Math.floor(seconds / 3600) + ' h ' + Math.floor(seconds / 60) % 60 + ' min';
}

function number(label, value) {
  return element('span', {}, element('strong', {}, value), element('span', {}, label));
}

function latency(session) {
  return session.latencyMs === undefined ? number('latency: ' + (session.noLatency || 'not known'), '–')
    : number('from frame to answer', session.latencyMs + ' ms');
}

function sum(counts) {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

// What a session's state means to somebody who waits for results.
function state(session) {
  return session.failing ? 'FRAMES FAIL' : session.state;
}

function level(session) {
  return session.failing ? 'bad' : session.level;
}

// The newest frame, small; it outlives the list's renewal, so it does not flicker.
function thumbnail(session) {
  const made = element('div', {class: 'thumb'});
  const small = smalls.get(session.id);
  if (small && small.image) {
    made.append(small.image);
  } else {
    made.append(element('span', {}, session.hasFrames ? 'Waiting for a frame…' : 'No frames here'));
  }
  return made;
}

function card(session, now) {
  const how = level(session);
  const link = element('a', {href: '#' + encodeURIComponent(session.id), class: how, 'data-id': session.id},
    thumbnail(session),
    element('div', {class: 'row'},
      element('b', {}, session.name + ' ', element('span', {class: 'kind'}, session.kind)),
      element('span', {class: 'state ' + how}, state(session))),
    element('div', {class: 'numbers'},
      number('frames a second', session.fps === null ? '–' : session.fps.toFixed(1)),
      latency(session),
      number('lost or left out', String(sum(session.dropped)))));
  if (session.failing) {
    link.append(element('p', {class: 'error'}, session.failing));
  }
  if (session.lastError) {
    // an error that is over is told quietly
    const over = session.level === 'ok' || session.level === 'over';
    link.append(element('p', {class: over ? 'past' : 'error'}, (over ? 'Last error: ' : '') + session.lastError));
  }
  if (session.nextAttempt) {
    link.append(element('p', {class: 'past'}, 'Next attempt in ' + ago(session.nextAttempt - now)));
  }
  link.setAttribute('aria-current', String(session.id === selected()));
  return link;
}

function showList(answer) {
  setText('context', answer.context);
  answer.sessions.forEach(session => { session.fps = rate(session, answer.time); });
  sessions = answer.sessions;
  const known = new Set(sessions.map(session => session.id));
  [...history.keys()].filter(id => !known.has(id)).forEach(id => history.delete(id));
  [...smalls.keys()].filter(id => !known.has(id)).forEach(id => smalls.delete(id));
  keepOnly(known);
  const away = sessions.filter(session => session.level === 'bad').length;
  const failing = sessions.filter(session => session.failing).length;
  setText('summary', sessions.length + (sessions.length === 1 ? ' session' : ' sessions') + (away ? ', ' + away + ' not connected' : '')
    + (failing ? ', ' + failing + (failing === 1 ? ' has' : ' have') + ' failing frames' : ''));
  byId('empty').hidden = sessions.length > 0;
  const focused = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.id : undefined;
  byId('sessions').replaceChildren(...sessions.map(session => card(session, answer.time)));
  if (focused) {
    const again = [...byId('sessions').children].find(link => link.dataset.id === focused);
    if (again) {
      again.focus({preventScroll: true});
    }
  }
  showFacts(answer.time);
}

function showFacts(now) {
  const session = sessions.find(each => each.id === shown);
  if (!session) {
    return;
  }
  setText('name', session.name);
  setText('caption', session.frames);
  setText('failing', session.failing).hidden = !session.failing;
  const facts = Object.entries(session.details).filter(([, value]) => value !== null && value !== '');
  facts.unshift(['State', state(session) + (session.since ? ' for ' + ago(now - session.since) : '')]);
  Object.entries(session.dropped).filter(([, count]) => count > 0).forEach(([reason, count]) => facts.push(['Lost: ' + reason, count]));
  byId('facts').replaceChildren(...facts.flatMap(([label, value]) => [element('dt', {}, label), element('dd', {}, String(value))]));
  byId('boxes').parentElement.hidden = !session.hasFrames;
  setText('noframe', session.level === 'over' ? 'The session is over, and nobody looked at its last frame.' : 'Waiting for a frame…');
  if (!session.hasFrames) {
    byId('frame').hidden = true;
    setText('noframe', session.frames).hidden = false;
    setText('caption', '');
  }
}

function showDetections(answer) {
  const detections = answer.detections || [];
  const outputs = Object.entries(answer.outputs || {});
  setText('count', answer.frameId ? (detections.length ? answer.count + ' in' : 'of') + ' frame ' + answer.frameId : '');
  byId('none').hidden = detections.length > 0 || outputs.length > 0;
  setText('none', answer.frameId ? 'No objects in this frame.' : 'Nothing yet.');
  byId('detections').hidden = detections.length === 0;
  byId('detections').tBodies[0].replaceChildren(...detections.map(found => {
    const swatch = element('span', {class: 'swatch'});
    swatch.style.background = found.colour;
    const bar = element('meter', {min: 0, max: 1, value: found.confidence, 'aria-hidden': 'true'});
    return element('tr', {},
      element('td', {}, swatch, found.class),
      element('td', {}, bar, found.confidence.toFixed(2)),
      element('td', {}, found.width + ' × ' + found.height + ' at ' + found.x + ', ' + found.y),
      element('td', {}, found.tracker === undefined ? '' : '#' + found.tracker));
  }));
  byId('outputs').hidden = outputs.length === 0;
  byId('outputs').replaceChildren(...outputs.flatMap(([name, text]) => [element('dt', {}, name), element('dd', {}, text)]));
  const errors = answer.errors || [];
  byId('errors').hidden = errors.length === 0;
  byId('errors').replaceChildren(...errors.map(error => element('li', {}, error)));
}

// What the application says itself; that it is away is told at the top.
function fail(error) {
  byId('error').hidden = error instanceof TypeError;
  setText('error', error.message);
}

function away(problem) {
  byId('problem').hidden = problem === null;
  setText('problem', problem);
  document.body.classList.toggle('away', problem !== null);
}

function hasFrames() {
  const session = sessions.find(each => each.id === shown);
  return session !== undefined && session.hasFrames;
}

function frames(mine) {
  follow(byId('frame'), shown, () => mine === run, hasFrames, () => '&boxes=' + byId('boxes').checked, () => {
    byId('frame').hidden = false;
    byId('noframe').hidden = true;
  });
}

// Where objects were in the last seconds, as far as somebody looked. The newest objects come last.
function trail(objects) {
  const now = performance.now();
  objects.forEach(object => {
    const points = trails.get(object.id) || [];
    points.push({at: object.at, time: now});
    trails.set(object.id, points.slice(-TRAIL_POINTS));
  });
  trails.forEach((points, id) => {
    const left = points.filter(point => now - point.time < TRAIL_OF);
    if (left.length > 0 && trails.size <= MOST_TRAILS) {
      trails.set(id, left);
    } else {
      trails.delete(id);
    }
  });
}

// Another colour for each object.
function hue(id) {
  return [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
}

function showScene(scene) {
  const zones = scene ? scene.zones : [];
  const lines = scene ? scene.lines : [];
  trail(scene ? scene.objects : []);
  byId('watched').hidden = !scene;
  byId('zones').parentElement.hidden = !scene || !hasFrames();
  byId('draw').hidden = !hasFrames();
  byId('counts').replaceChildren(...zones.flatMap(zone => [element('dt', {}, zone.name),
    element('dd', {}, zone.inside + (zone.inside === 1 ? ' object' : ' objects') + ' inside now')]),
  ...lines.flatMap(line => [element('dt', {}, line.name), element('dd', {}, line.in + ' crossed in, ' + line.out + ' crossed out')]));
  setText('more', scene && scene.left ? scene.left + ' more are not shown' : scene && zones.length + lines.length === 0
    ? 'The rules have no zone and no line.' : '');
  drawing.show(paper => !byId('zones').checked || byId('frame').hidden ? [] : [
    ...[...trails].map(([id, points]) => paper.part('polyline', {class: 'trail', stroke: 'hsl(' + hue(id) + ' 90% 65%)',
      points: points.map(point => paper.at(point.at)).join(' ')})),
    ...zones.filter(zone => zone.polygon.length > 0).flatMap(zone => paper.zone(zone.polygon, '', zone.name, ': ' + zone.inside)),
    ...lines.filter(line => line.from).flatMap(line => paper.line(line.from, line.to, '', line.name,
      ': ' + line.in + ' in, ' + line.out + ' out'))]);
}

async function details(mine) {
  while (mine === run) {
    if (!document.hidden) {
      try {
        const answer = await (await ask('session.json?id=' + encodeURIComponent(shown) + '&viewer=' + viewer)).json();
        if (mine === run) {
          byId('error').hidden = true;
          showDetections(answer);
          showScene(answer.scene);
        }
      } catch (error) {
        if (mine === run) {
          fail(error);
        }
        await wait(1000);
      }
    }
    await wait(DETAIL_EVERY);
  }
}

function choose() {
  const id = selected();
  const before = shown;
  run++;
  shown = id || null;
  byId('detail').hidden = !id;
  document.body.classList.toggle('chosen', Boolean(id));
  [...byId('sessions').children].forEach(link => link.setAttribute('aria-current', String(link.dataset.id === id)));
  if (id) {
    byId('frame').hidden = true;
    byId('error').hidden = true;
    byId('failing').hidden = true;
    setText('noframe', 'Waiting for a frame…').hidden = false;
    setText('name', id);
    showDetections({});
    trails.clear();
    showScene(null);
    byId('draw').href = 'zones.html#' + encodeURIComponent(id);
    byId('facts').replaceChildren();
    showFacts(Date.now());
    frames(run);
    details(run);
    if (narrow()) {
      scrollTo(0, 0);
    }
  } else if (before && narrow()) {
    const left = [...byId('sessions').children].find(link => link.dataset.id === before);
    if (left) {
      left.scrollIntoView({block: 'center'});
    }
  }
}

// Where the page shows the list or one session, not both.
function narrow() {
  return matchMedia('(max-width: 52rem)').matches;
}

// The wall: a small frame of each session, as long as all of them are looked at.
async function wall() {
  for (;;) {
    const begin = performance.now();
    if (!document.hidden && !shown) {
      for (const session of sessions.filter(each => each.hasFrames)) {
        await small(session).catch(() => null);
        if (shown) {
          break;
        }
      }
    }
    await wait(Math.max(200, SMALL_EVERY - (performance.now() - begin)));
  }
}

async function small(session) {
  const known = smalls.get(session.id) || {after: 0, image: null};
  const response = await ask('small.jpg?id=' + encodeURIComponent(session.id) + '&viewer=' + viewer + '&after=' + known.after);
  if (response.status !== 200) {
    return;
  }
  const address = URL.createObjectURL(await response.blob());
  const image = element('img', {src: address, alt: 'Newest frame of ' + session.name});
  await image.decode().finally(() => URL.revokeObjectURL(address));
  smalls.set(session.id, {after: Number(response.headers.get('X-Frame')), image});
  const link = [...byId('sessions').children].find(each => each.dataset.id === session.id);
  if (link) {
    link.querySelector('.thumb').replaceChildren(image);
  }
}

async function list() {
  for (;;) {
    if (!document.hidden) {
      try {
        showList(await (await ask('sessions.json')).json());
        away(null);
        if (!location.hash && sessions.length === 1) {
          location.replace('#' + encodeURIComponent(sessions[0].id));
        }
      } catch (error) {
        away(error instanceof TypeError ? 'The application cannot be reached: what is below is old. Trying again.' : error.message);
      }
    }
    await wait(LIST_EVERY);
  }
}

addEventListener('hashchange', choose);
choose();
list();
wall();
