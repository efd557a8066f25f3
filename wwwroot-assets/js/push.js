// Notifications while the program is closed: asks the browser, tells the server. Over plain HTTP browsers offer none of it.

const root = document.documentElement;
const isPossible = 'PushManager' in window && 'Notification' in window && navigator.serviceWorker !== undefined;

async function tell(body) {
    const answer = await fetch('live/push', {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), credentials: 'same-origin', redirect: 'error',
    });
    const { refusal } = answer.ok ? await answer.json() : { refusal: answer.status };
    if (refusal) {
        throw new Error(`refused: ${refusal}`);
    }
}

function wishOf(subscription) {
    const { endpoint, keys } = subscription.toJSON();
    return { endpoint, p256dh: keys.p256dh, auth: keys.auth, language: root.lang, isOff: false };
}

async function subscriptionOf() {
    return (await navigator.serviceWorker.ready).pushManager.getSubscription();
}

function say(button, what) {
    const place = button.closest('[data-push-place]');
    place.querySelector('[data-push-said]').textContent = place.dataset[what] ?? '';
}

async function subscribe(button) {
    if (!isPossible) {
        say(button, 'impossible');
        return;
    }
    if (await Notification.requestPermission() !== 'granted') {
        say(button, 'denied');
        return;
    }
    const { key } = await (await fetch('live/push', { credentials: 'same-origin', redirect: 'error' })).json();
    const { pushManager } = await navigator.serviceWorker.ready;
    // One that was made for another key, as before a move, is of no use.
    await (await pushManager.getSubscription())?.unsubscribe();
    await tell(wishOf(await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })));
    root.dataset.push = 'on';
    say(button, 'done');
}

async function unsubscribe(button) {
    const subscription = await subscriptionOf();
    if (subscription) {
        await tell({ endpoint: subscription.endpoint, isOff: true });
        await subscription.unsubscribe();
    }
    root.dataset.push = 'off';
    say(button, 'stopped');
}

document.addEventListener('click', event => {
    const button = event.target.closest?.('[data-push-set]');
    if (button) {
        (button.dataset.pushSet === 'on' ? subscribe(button) : unsubscribe(button)).catch(() => say(button, 'failed'));
    }
});

root.dataset.push = 'off';
if (isPossible) {
    navigator.serviceWorker.addEventListener('message', ({ data }) => {
        if (data?.type !== 'md-open') {
            return;
        }
        if (window.Blazor?.navigateTo) {
            Blazor.navigateTo(data.url);
        } else {
            location.assign(data.url);
        }
    });
    // Whoever is signed in now is told from now on.
    if (document.getElementById('md-alert')) {
        subscriptionOf().then(async subscription => {
            if (subscription) {
                await tell(wishOf(subscription));
                root.dataset.push = 'on';
            }
        }).catch(() => { });
    }
}
