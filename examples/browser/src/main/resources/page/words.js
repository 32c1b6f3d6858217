// What went wrong, in words that say what to do.

const CAMERA = {
    NotAllowedError: 'The browser may not use the camera. Allow it beside the address above, then press Start again.',
    NotFoundError: 'No camera was found. Connect one, or choose a video file.',
    NotReadableError: 'The camera cannot be opened. Another program may be using it: close that, then press Start again.',
    OverconstrainedError: 'The camera has no frames of a usable size. Try another camera, or choose a video file.',
};

/** The server's own sentence, when the SDK's message ends with its JSON. */
function fromServer(message) {
    try {
        return JSON.parse(message.slice(message.indexOf('{'))).message;
    } catch {
        return null;
    }
}

export function inWords(error) {
    const message = error?.message ?? String(error);
    if (CAMERA[error?.name]) {
        return CAMERA[error.name];
    }
    if (message.startsWith('Proxy request failed')) {
        return fromServer(message) ?? `The server refused the session: ${message}`;
    }
    if (message === 'Failed to fetch') {
        return 'The server does not answer. Is run.sh still running?';
    }
    if (/connection (failed|timeout)|Datachannel|ICE gathering/i.test(message)) {
        return 'Browser and server found no way to each other. A firewall may be blocking UDP between them.';
    }
    if (message.startsWith('Video upload interrupted')) {
        return 'The upload was interrupted: the connection to the server is gone. Press Start to try again.';
    }
    return message;
}
