// The page: what the buttons do.
import { Results } from './results.js';
import { startSession } from './session.js';
import { inWords } from './words.js';

const element = id => document.getElementById(id);
const results = new Results();
let config = null;
let session = null;

function source() {
    return document.querySelector('input[name="source"]:checked').value;
}

function show(id, visible) {
    element(id).hidden = !visible;
}

function problem(text) {
    element('problem').textContent = text ?? '';
    show('problem', Boolean(text));
}

/** Which buttons there are; the one pressed last is disabled then, and the keyboard goes on with the other. */
function buttons({ canChoose, canStop }) {
    element('choices').disabled = !canChoose;
    element('start').disabled = !canChoose;
    element('stop').disabled = !canStop;
    if (canChoose || canStop) {
        element(canStop ? 'stop' : 'start').focus({ preventScroll: true });
    }
}

function state(text) {
    element('state').textContent = text;
}

function chosen() {
    const file = source() === 'file';
    show('file-field', file);
    show('every-field', file);
    element('idle').textContent = file ? 'Choose a file and press Start.' : 'Press Start. The browser will ask for the camera.';
    element('hint').textContent = config.workflows.find(workflow => workflow.id === element('workflow').value)?.hint ?? '';
}

/** Keeps the frame that is shown: when the connection ends, the browser shows black. */
function keepLast() {
    const video = element('video');
    const last = element('last');
    if (!video.videoWidth) {
        return;
    }
    last.width = video.videoWidth;
    last.height = video.videoHeight;
    last.getContext('2d').drawImage(video, 0, 0);
    show('last', true);
}

async function start() {
    problem(null);
    const file = source() === 'file' ? element('file').files[0] : null;
    if (source() === 'file' && !file) {
        problem('Choose a video file first.');
        element('file').focus();
        return;
    }
    results.clear();
    show('last', false);
    buttons({ canChoose: false, canStop: false });
    state('connecting');
    element('progress').value = 0;
    show('upload', Boolean(file));
    try {
        session = await startSession({
            source: file ?? 'camera', every: element('every').checked, workflow: element('workflow').value, config,
            on: {
                video: stream => {
                    element('video').srcObject = stream;
                    show('idle', false);
                    show('live', !file);
                },
                result: message => {
                    results.add(message);
                    // Answers of a short file may come before the session's promise.
                    state('running');
                    if (message.errors?.length && !message.processing_complete) {
                        problem(message.errors.join(' '));
                    }
                },
                uploaded: share => {
                    element('progress').value = share;
                    element('percent').textContent = `${Math.floor(share * 100)} %`;
                },
                ending: keepLast,
                ended,
            },
        });
        if (element('state').textContent === 'connecting') {
            state('connected');
        }
        if (element('start').disabled) {
            buttons({ canChoose: false, canStop: true });
        }
    } catch (error) {
        console.warn(error);
        ended(inWords(error));
    }
}

function ended(text) {
    session = null;
    results.draw();
    problem(text);
    state(text ? 'stopped' : results.frames ? `done, ${results.frames} frames` : 'ready');
    show('live', false);
    show('upload', false);
    buttons({ canChoose: true, canStop: false });
}

element('controls').addEventListener('submit', event => {
    event.preventDefault();
    start();
});
element('controls').addEventListener('change', chosen);
element('stop').addEventListener('click', () => session?.stop());
addEventListener('pagehide', () => session?.stop());
setInterval(() => results.draw(), 250);

try {
    config = await (await fetch('api/config')).json();
    element('workflow').replaceChildren(...config.workflows.map(({ id, label }) => new Option(label, id)));
    element('results').textContent = config.results;
    chosen();
} catch (error) {
    problem(inWords(error));
}
