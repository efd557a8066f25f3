// Says since when the server has been silent, and opens the page that was wanted as soon as it answers.

const key = 'md-offline-since';
const since = Number(sessionStorage.getItem(key)) || Date.now();
sessionStorage.setItem(key, since);
document.querySelector('[data-since]').textContent =
    ` с ${new Date(since).toLocaleTimeString('ru', { hour: '2-digit', minute: '2-digit' })}`;

async function look() {
    try {
        if ((await fetch('health/live', { cache: 'no-store' })).ok) {
            sessionStorage.removeItem(key);
            location.reload();
        }
    } catch {
        // Still silent.
    }
}

document.querySelector('button').addEventListener('click', look);
window.addEventListener('online', look);
setInterval(look, 3000);
