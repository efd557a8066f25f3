// Locks the terminal when nobody has touched it for as long as its rule says. Outside of the page's circuit, one count for all tabs of
// the browser. The server counts by itself, too, from what is told here: a script that was stopped keeps nobody in.

const name = 'md-touched';
const tellEvery = 20000;
const limit = Number(document.body.dataset.idle) * 60000;
const channel = new BroadcastChannel('md-lock');
let touched = Date.now();
let told = Date.now();
let isLocking = false;

function lastTouch() {
    try {
        return Math.max(touched, Number(localStorage.getItem(name)) || 0);
    } catch {
        return touched; // No storage: each tab counts for itself.
    }
}

function tell(address) {
    return fetch(address, {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}', credentials: 'same-origin', redirect: 'error', keepalive: true,
    });
}

function touch() {
    const now = Date.now();
    if (isLocking || now - lastTouch() >= limit) {
        look(); // Too late: whoever comes now signs in.
        return;
    }
    if (now - touched > 1000) {
        touched = now;
        try {
            localStorage.setItem(name, String(now));
        } catch {
            // As above.
        }
    }
    if (now - told > tellEvery) {
        told = now;
        tell('live/touch').catch(() => { told = 0; });
    }
}

function leave() {
    const here = `${location.origin}${location.pathname}${location.search}`;
    location.assign(`lock?returnUrl=${encodeURIComponent(`/${here.slice(document.baseURI.length)}`)}`);
}

// The server ends the session, then the page goes. While it is away the page is covered and stays: leaving it would silence the ring.
async function lock() {
    isLocking = true;
    document.documentElement.dataset.locked = 'true';
    for (; ;) {
        try {
            const { status } = await tell('live/lock');
            if (status < 500) {
                channel.postMessage('locked');
                leave();
                return;
            }
        } catch {
            // Not there; once more.
        }
        await new Promise(resolve => setTimeout(resolve, 5000));
    }
}

function look() {
    if (!isLocking && Date.now() - lastTouch() >= limit) {
        lock();
    }
}

channel.onmessage = () => {
    isLocking = true;
    leave();
};

if (limit > 0) {
    for (const event of ['pointerdown', 'pointermove', 'keydown', 'wheel']) {
        document.addEventListener(event, touch, { capture: true, passive: true });
    }
    document.addEventListener('visibilitychange', look);
    // Opening a page is a touch; the server counts it so.
    try {
        localStorage.setItem(name, String(touched));
    } catch {
        // As above.
    }
    setInterval(look, 5000);
}
