// Does two things. When an order is not accepted, it shows a notification, even while no page of the program is open. And when somebody opens a page and the server does not answer, it shows one that says so. No page of the program is
// ever kept: an order list of yesterday is worse than none.

const name = 'md-offline-2';
// Addresses begin where this file is: the path under which the program stands.
const root = new URL('./', self.location).pathname;
const page = `${root}offline.html`;
const kept = [page, `${root}css/offline.css`, `${root}js/offline.js`, `${root}img/icon.svg`];

self.addEventListener('install', event => {
    event.waitUntil(caches.open(name).then(cache => cache.addAll(kept)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', event => {
    event.waitUntil(caches.keys()
        .then(names => Promise.all(names.filter(old => old !== name).map(old => caches.delete(old))))
        .then(() => self.clients.claim()));
});

self.addEventListener('fetch', event => {
    const { request } = event;
    if (request.mode === 'navigate') {
        event.respondWith(fetch(request).catch(offline));
    } else if (kept.includes(new URL(request.url).pathname)) {
        event.respondWith(fetch(request).catch(() => caches.match(request, { ignoreSearch: true })));
    }
});

// It is shown under whatever address was wanted, so it must be told where its own things are.
async function offline() {
    const stored = await caches.match(page);
    return new Response((await stored.text()).replace('<base href="/" />', `<base href="${root}" />`), { headers: stored.headers });
}

self.addEventListener('push', event => {
    const told = event.data.json();
    event.waitUntil(self.registration.showNotification(told.title, {
        body: told.body,
        lang: told.lang,
        tag: told.tag,
        renotify: true,
        requireInteraction: true,
        icon: `${root}img/icon-192.png`,
        data: { url: new URL(told.url, self.registration.scope).href },
        actions: [{ action: 'open', title: told.open }],
    }));
});

self.addEventListener('notificationclick', event => {
    event.notification.close();
    event.waitUntil(open(event.notification.data.url));
});

// A page that is open goes there by itself (push.js), so nothing that stands in it half-written is thrown away unasked.
async function open(url) {
    const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
    const shown = pages.find(({ url: address }) => new URL(address).pathname !== `${root}hover`);
    if (!shown) {
        return self.clients.openWindow(url);
    }
    shown.postMessage({ type: 'md-open', url });
    return shown.focus();
}
