// Shows what came back: counters, what is in the frame now, and the list of detections.

const MAX_ROWS = 100;
const SECONDS = 2;

const element = id => document.getElementById(id);

export class Results {
    #frames = 0;
    #times = [];
    #latest = null;
    #drawn = null;

    clear() {
        this.#frames = 0;
        this.#times = [];
        this.#latest = null;
        this.#drawn = null;
        element('frames').textContent = '0';
        element('rate').textContent = '–';
        element('size').textContent = '–';
        element('now').replaceChildren(this.#chip('nothing yet'));
        element('rows').replaceChildren();
    }

    /** Messages without a frame, such as the last of a session, do not count. */
    add(message) {
        const found = message.serialized_output_data?.predictions;
        if (!message.video_metadata || !found) {
            return;
        }
        this.#frames++;
        const now = performance.now();
        this.#times.push(now);
        while (this.#times[0] < now - SECONDS * 1000) {
            this.#times.shift();
        }
        this.#latest = { frame: message.video_metadata.frame_id, image: found.image, list: found.predictions ?? [] };
    }

    get frames() {
        return this.#frames;
    }

    /** Called some times a second: a list that changes with every frame cannot be read. */
    draw() {
        if (!this.#latest || this.#latest === this.#drawn) {
            return;
        }
        this.#drawn = this.#latest;
        const { frame, image, list } = this.#latest;
        element('frames').textContent = this.#frames.toLocaleString('en');
        const seconds = (this.#times.at(-1) - this.#times[0]) / 1000;
        element('rate').textContent = seconds > 0.3 ? ((this.#times.length - 1) / seconds).toFixed(1) : '–';
        if (image) {
            element('size').textContent = `${image.width} × ${image.height}`;
        }
        this.#drawNow(list);
        this.#drawRows(frame, list);
    }

    #drawNow(list) {
        const counts = new Map();
        list.forEach(found => counts.set(found.class, (counts.get(found.class) ?? 0) + 1));
        const chips = [...counts].sort().map(([name, count]) => this.#chip(name, count));
        element('now').replaceChildren(...(chips.length ? chips : [this.#chip('nothing')]));
    }

    #chip(name, count) {
        const item = document.createElement('li');
        if (count === undefined) {
            item.className = 'none';
            item.textContent = name;
        } else {
            const number = document.createElement('b');
            number.textContent = count;
            item.append(number, ` ${name}`);
        }
        return item;
    }

    #drawRows(frame, list) {
        const rows = element('rows');
        const added = list.map(found => {
            const row = document.createElement('tr');
            const what = [found.color, found.class, found.defect ? '(defect)' : ''].filter(Boolean).join(' ');
            const where = `${Math.round(found.x)}, ${Math.round(found.y)}`;
            for (const text of [frame, what, `${Math.round(found.confidence * 100)} %`, where]) {
                row.insertCell().textContent = text;
            }
            return row;
        });
        rows.prepend(...added);
        while (rows.rows.length > MAX_ROWS) {
            rows.deleteRow(-1);
        }
    }
}
