// Does one thing: when somebody opens a page and the server does not answer, it shows one that says so. No page of the program is
// ever kept: an order list of yesterday is worse than none.

const name = 'md-offline-1';
const kept = ['/offline.html', '/css/offline.css', '/js/offline.js', '/img/icon.svg'];

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
        event.respondWith(fetch(request).catch(() => caches.match('/offline.html')));
    } else if (kept.includes(new URL(request.url).pathname)) {
        event.respondWith(fetch(request).catch(() => caches.match(request, { ignoreSearch: true })));
    }
});
