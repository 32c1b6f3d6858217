// What the tests call: starts the SDK's functions with the worker and keeps what comes back.
import { connectors, streams, webrtc } from './inference-sdk.js';

const GRID_COLUMNS = 20;
const GRID_ROWS = 12;

let connection = null;
let localStream = null;
const messages = [];
const uploads = [];
const painted = new Set();
let completions = 0;

const video = document.getElementById('remote');

function wrtcParams(options) {
    return {
        workspaceName: 'test', workflowId: 'interop', iceServers: [],
        streamOutputNames: options.streamOutput ?? ['image'], dataOutputNames: options.dataOutput ?? ['number'],
        ...(options.realtime === undefined ? {} : { realtimeProcessing: options.realtime }),
    };
}

function common(options) {
    return {
        connector: connectors.withApiKey(options.apiKey ?? 'test-key', { serverUrl: options.worker }),
        wrtcParams: wrtcParams(options),
        onData: message => { messages.push(message); },
    };
}

async function show() {
    // A session without video never has a remote stream, so nobody waits for it here.
    connection.remoteStream().then(stream => { video.srcObject = stream; });
    return true;
}

async function useStream(options) {
    localStream = await streams.useCamera({ video: { width: 640, height: 480 } });
    connection = await webrtc.useStream({ source: localStream, ...common(options) });
    return show();
}

async function useVideoFile(options) {
    const blob = await (await fetch(options.file)).blob();
    connection = await webrtc.useVideoFile({
        file: new File([blob], 'video.mp4', { type: 'video/mp4' }), ...common(options),
        onUploadProgress: (sent, total) => { uploads.push([sent, total]); },
        onComplete: () => { completions++; },
    });
    return show();
}

async function useRtspStream(options) {
    connection = await webrtc.useRtspStream({ rtspUrl: options.rtspUrl, ...common(options) });
    return show();
}

const canvas = document.createElement('canvas');
const context = canvas.getContext('2d', { willReadFrequently: true });

/** Light of a cell's middle; the picture as PaintedFrames paints it. */
function cell(data, width, height, column, row) {
    let sum = 0;
    let count = 0;
    for (let y = Math.ceil((row + 0.25) * height / GRID_ROWS); y < (row + 0.75) * height / GRID_ROWS; y += 2) {
        for (let x = Math.ceil((column + 0.25) * width / GRID_COLUMNS); x < (column + 0.75) * width / GRID_COLUMNS; x += 2) {
            const at = 4 * (y * width + x);
            sum += 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
            count++;
        }
    }
    return sum / count;
}

/** The number painted in the remote video's picture of this moment, -1 when it has none. */
function readNumber() {
    const { videoWidth: width, videoHeight: height } = video;
    if (!width || !height) {
        return -1;
    }
    canvas.width = width;
    canvas.height = height;
    context.drawImage(video, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    let code = 0n;
    for (let bit = 0; bit < 32; bit++) {
        code = code << 1n | (cell(data, width, height, 1 + bit % 8, 1 + Math.floor(bit / 8)) > 128 ? 1n : 0n);
    }
    const number = Number(code >> 8n);
    const checksum = (Math.imul(number, 0x9E3779B1) >>> 24) ^ 0x5A;
    return Number(code & 0xFFn) === checksum ? number : -1;
}

function watch() {
    const number = readNumber();
    if (number >= 0) {
        painted.add(number);
    }
    setTimeout(watch, 60);
}
watch();

async function framesSent() {
    let sent = 0;
    (await connection.peerConnection.getStats()).forEach(report => {
        if (report.type === 'outbound-rtp' && report.kind === 'video') {
            sent += report.framesSent ?? 0;
        }
    });
    return sent;
}

window.interop = {
    useStream, useVideoFile, useRtspStream, framesSent,
    messages: () => messages,
    /** Frame id and number of the frames so far; messages without outputs are left out. */
    numbers: () => messages.filter(m => m.serialized_output_data?.number !== undefined)
        .map(m => [m.video_metadata.frame_id, m.serialized_output_data.number]),
    count: () => messages.length,
    last: () => messages.at(-1) ?? null,
    complete: () => messages.some(m => m.processing_complete),
    errors: () => messages.flatMap(m => m.errors ?? []),
    uploads: () => uploads,
    completions: () => completions,
    painted: () => [...painted],
    playing: () => !video.paused && video.currentTime > 0,
    reconfigure: outputs => { connection.reconfigureOutputs(outputs); return true; },
    cleanup: async () => { await connection?.cleanup(); return true; },
    state: () => [connection.peerConnection.connectionState, localStream?.getVideoTracks()[0]?.readyState ?? null],
};
