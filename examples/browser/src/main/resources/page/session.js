// A session with the server: Roboflow's browser SDK, asked through the proxy that knows the key.
import { connectors, streams, webrtc } from './inference-sdk.js';

const connector = connectors.withProxyUrl('api/init-webrtc', { turnConfigUrl: 'api/turn-config' });

/**
 * Starts and returns { stop }.
 * source: 'camera' or a File; every: answer every frame of a file rather than keep its pace;
 * on: { video(stream), result(message), uploaded(share), ending(), ended(problem or null) }; ending comes while
 * the video still shows, then ended; each once, also after stop.
 */
export async function startSession({ source, every, workflow, config, on }) {
    let connection = null;
    let over = false;

    async function end(problem) {
        if (!over) {
            over = true;
            on.ending();
            await connection?.cleanup();
            on.ended(problem);
        }
    }

    const options = {
        connector,
        wrtcParams: {
            workspaceName: config.workspace,
            workflowId: workflow,
            streamOutputNames: ['image'],
            dataOutputNames: ['predictions'],
            realtimeProcessing: source === 'camera' || !every,
            // No server to ask for the way: the SDK's default is one far away, which it waits for.
            ...(config.direct ? { iceServers: [] } : {}),
        },
        onData: message => {
            if (over) {
                return;
            }
            on.result(message);
            if (message.processing_complete) {
                end(message.termination_reason?.startsWith('error') ? message.errors.join(' ') : null);
            }
        },
    };

    if (source === 'camera') {
        const camera = await streams.useCamera({ video: { width: { ideal: 640 }, height: { ideal: 480 } } });
        try {
            connection = await webrtc.useStream({ source: camera, ...options });
        } catch (error) {
            streams.stopStream(camera);
            throw error;
        }
    } else {
        connection = await webrtc.useVideoFile({
            file: source, ...options,
            onUploadProgress: (sent, total) => on.uploaded(sent / total),
            onComplete: () => end('The server ended the session.'),
        });
    }

    connection.remoteStream().then(on.video);
    connection.peerConnection.addEventListener('connectionstatechange', () => {
        if (connection.peerConnection.connectionState === 'failed') {
            end('The connection to the server is gone. Press Start to try again.');
        }
    });
    connection.dataChannel.addEventListener('close', () => end('The server ended the session. Press Start to try again.'));
    return { stop: () => end(null) };
}
