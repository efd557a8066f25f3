// The screen of a tablet on the wall stays on: an order that nobody sees is heard the worse.

let lock = null;
let isWanted = false;

async function hold() {
    const isTablet = matchMedia('(pointer: coarse)').matches;
    if (!isWanted || !isTablet || lock || document.visibilityState !== 'visible' || !navigator.wakeLock) {
        return;
    }
    try {
        lock = await navigator.wakeLock.request('screen');
        lock.addEventListener('release', () => lock = null);
    } catch {
        // A low battery forbids it; it is asked again when the page comes into view.
    }
}

export function keepScreenOn(on) {
    isWanted = on;
    if (on) {
        hold();
    } else {
        lock?.release();
    }
}

document.addEventListener('visibilitychange', hold);
