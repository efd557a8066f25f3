// The alert's own clock and its own line to the server. In a worker, because a browser slows the timers of a page that nobody looks
// at down to one a minute, and of a worker it does not. Beats are asked of the page: one that cannot answer cannot ring either.

// Addresses begin where this file is: js/.
const beatEvery = 10;
const patience = { poll: 30000, beat: 5000 };
let isLeading = false;
let reign = 0;
let stamp = '';
let polling = null;
let failures = 0;
let ticks = 0;
let ticked = Date.now();

function pause(milliseconds) {
    return new Promise(resolve => setTimeout(resolve, milliseconds));
}

async function ask(address, options, milliseconds, controller = new AbortController()) {
    const timer = setTimeout(() => controller.abort(), milliseconds);
    try {
        const answer = await fetch(address, { ...options, signal: controller.signal, cache: 'no-store', credentials: 'same-origin', redirect: 'error' });
        return { status: answer.status, body: answer.ok && answer.status !== 204 ? await answer.json() : null };
    } finally {
        clearTimeout(timer);
    }
}

// Waits at the server until something changes. Whatever fails is tried again: at once when the page has just woken up.
async function poll() {
    const mine = ++reign;
    while (isLeading && mine === reign) {
        const controller = new AbortController();
        polling = controller;
        try {
            const { status, body } = await ask(`../live/alert?after=${stamp}`, { headers: { Accept: 'application/json' } }, patience.poll, controller);
            if (body) {
                failures = 0;
                stamp = body.stamp;
                postMessage({ type: 'picture', picture: body });
            } else {
                postMessage({ type: status === 401 || status === 403 ? 'signedOut' : 'lost' });
                await pause(5000);
            }
        } catch {
            if (!controller.isWoken) {
                failures++;
                postMessage({ type: 'lost' });
                await pause(Math.min(500 * failures, 3000));
            }
        }
    }
}

function wake() {
    failures = 0;
    // Asked without the stamp, the server answers at once.
    stamp = '';
    if (polling) {
        polling.isWoken = true;
        polling.abort();
    }
}

async function beat(body) {
    try {
        const { status } = await ask('../live/heartbeat', {
            method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
        }, patience.beat);
        postMessage({ type: status === 409 ? 'unknown' : status === 401 ? 'signedOut' : 'beaten' });
    } catch {
        wake();
    }
}

function tick() {
    const now = Date.now();
    const slept = now - ticked > 5000;
    ticked = now;
    if (slept) {
        // The machine was asleep: nothing that is known may be true any more.
        wake();
    }
    postMessage({ type: 'tick', beats: isLeading && (slept || ticks++ % beatEvery === 0) });
}

onmessage = ({ data }) => {
    switch (data.type) {
        case 'lead':
            if (data.on && !isLeading) {
                isLeading = true;
                ticks = 0;
                stamp = '';
                poll();
            } else if (!data.on) {
                isLeading = false;
                polling?.abort();
            }
            break;
        case 'wake':
            wake();
            break;
        case 'beat':
            beat(data.beat);
            break;
    }
};

setInterval(tick, 1000);
