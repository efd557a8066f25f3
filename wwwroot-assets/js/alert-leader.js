// Of all tabs of one browser one rings. A lock of the browser's decides who; over plain HTTP there are no locks, and a lease in the
// local storage does the same, renewed with every tick. Whoever was clicked in may take it over: that tab may sound.

const name = 'md-alert-leader';
const leaseFor = 4000;

export function stand(onChange) {
    return navigator.locks ? standByLock(onChange) : standByLease(onChange);
}

function standByLock(onChange) {
    let asked = 0;
    const request = steal => {
        const mine = ++asked;
        navigator.locks.request(name, steal ? { steal: true } : {}, () => {
            if (mine !== asked) {
                return; // Meanwhile it was claimed.
            }
            onChange(true);
            // Held until the tab is closed.
            return new Promise(() => { });
        }).catch(() => {
            // Another tab has taken it over; we stand in the queue again.
            if (mine === asked) {
                onChange(false);
                request(false);
            }
        });
    };
    request(false);
    return { tick() { }, claim: () => request(true), leave() { } };
}

function standByLease(onChange) {
    const me = `${Date.now()}-${Math.random()}`;
    let isLeading = false;
    const read = () => {
        try {
            return JSON.parse(localStorage.getItem(name)) ?? {};
        } catch {
            return {};
        }
    };
    const take = () => {
        try {
            localStorage.setItem(name, JSON.stringify({ who: me, until: Date.now() + leaseFor }));
        } catch {
            // No storage: every tab rings for itself, which is better than none.
        }
        change(true);
    };
    const change = on => {
        if (on !== isLeading) {
            isLeading = on;
            onChange(on);
        }
    };
    const tick = () => {
        const { who, until } = read();
        if (who === me || !who || until < Date.now()) {
            take();
        } else {
            change(false);
        }
    };
    tick();
    return {
        tick,
        claim: take,
        leave() {
            if (isLeading) {
                try {
                    localStorage.removeItem(name);
                } catch {
                    // The lease runs out by itself.
                }
            }
        },
    };
}
