// Drives Chromium for the tests: takes a command a line from standard input and answers each with a line on standard output.
// Arguments: directory of node_modules, Chromium's path, its user data directory, Chromium's own arguments.
// Commands: {"call": "page.click", "args": ["#start"]}; answers: {"value": ...} or {"error": "..."}.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { appendFileSync } from 'node:fs';

const [modules, executablePath, profile, log, ...args] = process.argv.slice(2);
const { chromium } = createRequire(`${modules}/`)('playwright-core');
const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    chromiumSandbox: false,
    viewport: { width: 1280, height: 900 },
    args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
        '--disable-sync', '--autoplay-policy=no-user-gesture-required', '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream', ...args],
});
const page = context.pages()[0] ?? await context.newPage();
page.setDefaultTimeout(60000);
const note = text => appendFileSync(log, `${text}\n`);
page.on('console', message => note(`${message.type()}: ${message.text()}`));
page.on('pageerror', error => note(`uncaught: ${error.message}`));
page.on('requestfailed', request => note(`failed: ${request.url()} ${request.failure()?.errorText}`));

const targets = { page, context };

async function answer(line) {
    try {
        const { call, args: parameters } = JSON.parse(line);
        const path = call.split('.');
        const method = path.pop();
        const owner = path.reduce((object, name) => object[name], targets);
        const value = await owner[method](...parameters);
        // What does not survive JSON, as the answer of a navigation, is not asked for.
        return { value: ['goto', 'screenshot', 'reload'].includes(method) ? null : value ?? null };
    } catch (error) {
        return { error: error.message };
    }
}

console.log(JSON.stringify({ value: 'ready' }));
for await (const line of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await answer(line)));
}
await context.close();
