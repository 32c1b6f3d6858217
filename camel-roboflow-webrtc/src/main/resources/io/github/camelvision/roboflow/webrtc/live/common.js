// What both pages of the live view need. Text from servers goes into textContent only, never into markup.
const FRAME_EVERY = 100;
const NAME_SHOWN = 30;
const SVG = 'http://www.w3.org/2000/svg';

// also where crypto.randomUUID is missing: on plain http
export const viewer = Array.from(crypto.getRandomValues(new Uint8Array(12)), byte => byte.toString(16).padStart(2, '0')).join('');
export const byId = id => document.getElementById(id);

function fill(made, attributes, children) {
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...children);
  return made;
}

export function element(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function wait(millis) {
  return new Promise(resolve => setTimeout(resolve, millis));
}

export function setText(id, text) {
  const target = byId(id);
  target.textContent = text || '';
  return target;
}

export async function ask(url) {
  const response = await fetch(url, {cache: 'no-store'});
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Error(problem.error || 'The application answered with status ' + response.status);
  }
  return response;
}

// The id in the address: of the session that is chosen.
export function selected() {
  return decodeURIComponent(location.hash.slice(1));
}

// The newest frame of each session that was looked at: it stays when the session is over.
const kept = new Map();

// Shows the newest frames of a session in an image, as long as `going` says. `look` gives further parameters of the request.
export async function follow(image, id, going, wanted, look, shown) {
  let after = 0;
  let looked = look();
  if (kept.has(id)) {
    image.src = kept.get(id);
    shown();
  }
  while (going()) {
    const begin = performance.now();
    if (!document.hidden && wanted()) {
      try {
        if (looked !== look()) {
          looked = look();
          after = 0;
        }
        const response = await ask('frame.jpg?id=' + encodeURIComponent(id) + '&viewer=' + viewer + '&after=' + after + looked);
        if (response.status === 200 && going()) {
          after = Number(response.headers.get('X-Frame'));
          const next = URL.createObjectURL(await response.blob());
          image.src = next;
          keep(id, next);
          await image.decode();
          if (going()) {
            shown();
          }
        }
      } catch (error) {
        await wait(1000);
      }
    }
    await wait(Math.max(10, FRAME_EVERY - (performance.now() - begin)));
  }
}

function keep(id, address) {
  if (kept.has(id)) {
    URL.revokeObjectURL(kept.get(id));
    kept.delete(id);
  }
  if (address) {
    kept.set(id, address);
  }
}

// Drops what belongs to none of these sessions.
export function keepOnly(known) {
  [...kept.keys()].filter(id => !known.has(id)).forEach(id => keep(id, null));
}

// A drawing over an image of the same place. Points are 0 to 1 of the image; text and strokes have their size on the screen.
export class Drawing {
  constructor(svg, image) {
    this.svg = svg;
    this.image = image;
    new ResizeObserver(() => this.place()).observe(image);
  }

  place() {
    this.width = Math.max(1, this.image.clientWidth);
    this.height = Math.max(1, this.image.clientHeight);
    this.svg.setAttribute('viewBox', '0 0 ' + this.width + ' ' + this.height);
    if (this.last) {
      this.show(this.last);
    }
  }

  // `paint` gives the parts; it is called again when the image gets another size
  show(paint) {
    this.last = paint;
    if (this.width) {
      this.svg.replaceChildren(...paint(this));
    }
  }

  part(tag, attributes, ...children) {
    return fill(document.createElementNS(SVG, tag), attributes, children);
  }

  at(point) {
    return (point[0] * this.width).toFixed(1) + ',' + (point[1] * this.height).toFixed(1);
  }

  // `rest` is what follows the name
  label(x, y, name, rest = '') {
    const shown = (name.length <= NAME_SHOWN ? name : name.slice(0, NAME_SHOWN) + '…') + rest;
    // about what a letter takes: the label stays on the frame
    const half = Math.min(this.width / 2, 4 + 4 * shown.length);
    return this.part('text', {x: Math.min(this.width - half, Math.max(half, x)).toFixed(1),
      y: Math.min(this.height - 6, Math.max(16, y)).toFixed(1), 'text-anchor': 'middle'}, shown);
  }

  zone(polygon, kind, name, rest) {
    const middle = [0, 1].map(axis => polygon.reduce((total, corner) => total + corner[axis], 0) / polygon.length);
    const points = polygon.map(corner => this.at(corner)).join(' ');
    return [this.part('polygon', {class: 'area ' + kind, points}), this.part('polygon', {class: 'zone ' + kind, points}),
      this.label(middle[0] * this.width, middle[1] * this.height, name, rest)];
  }

  // With an arrow to the side that counts as in: to the left hand of who looks from `from` to `to`.
  line(from, to, kind, name, rest) {
    const [x1, y1, x2, y2] = [from[0] * this.width, from[1] * this.height, to[0] * this.width, to[1] * this.height];
    const length = Math.max(1, Math.hypot(x2 - x1, y2 - y1));
    const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
    const upper = y1 <= y2 ? [x1, y1] : [x2, y2];
    const [across, down] = [(y2 - y1) / length, (x1 - x2) / length];
    const end = [x + 22 * across, y + 22 * down];
    const wing = turn => (end[0] - 8 * across + turn * 5 * down).toFixed(1) + ',' + (end[1] - 8 * down - turn * 5 * across).toFixed(1);
    return [this.part('line', {class: 'edge ' + kind, x1, y1, x2, y2}),
      this.part('polyline', {class: 'edge ' + kind, points: x + ',' + y + ' ' + end.join() + ' ' + wing(1) + ' ' + end.join() + ' ' + wing(-1)}),
      this.label(x + 36 * across, y + 36 * down + 5, 'in'),
      this.label(x + 0.7 * (upper[0] - x) - 12 * across, y + 0.7 * (upper[1] - y) - 18 * down + 5, name, rest)];
  }
}
