// The courier's page keeps itself current: looked at again, and now and then while it is looked at. Without this script it is a
// plain page that shows what was true when it was loaded.
const every = 10000;

async function look() {
    if (document.hidden) {
        return;
    }

    try {
        const answer = await fetch('courier', { cache: 'no-store' });
        const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('main');
        const main = document.getElementById('main');
        // Tokens differ each time; what a person reads does not. What they have opened stays open until something changes.
        if (answer.ok && fresh && fresh.textContent !== main.textContent) {
            main.replaceChildren(...fresh.childNodes);
        }
    } catch {
        // No network on the stairs: the page stays as it is and is looked at again.
    }
}

setInterval(look, every);
document.addEventListener('visibilitychange', look);
